"""What the figures read that is in no sum: few rows, found by index however large the archive."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_tables'),
        ('stations', '0003_administrators_stand_alone'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='callback',
            index=models.Index(condition=models.Q(('kind', 'after_closing')), fields=['due_on'], name='call_back_after_closing'),
        ),
        migrations.AddIndex(
            model_name='deadline',
            index=models.Index(condition=models.Q(('ended_on__gt', models.F('due_on')), ('state', 'met')), fields=['ended_on'], name='deadline_met_late'),
        ),
        migrations.AddIndex(
            model_name='ledgerentry',
            index=models.Index(condition=models.Q(('on_the_spot', True)), fields=['case'], name='entry_on_the_spot'),
        ),
    ]

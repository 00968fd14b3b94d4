
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mediation', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='plannedinstalment',
            name='is_own',
            field=models.BooleanField(default=False),
        ),
    ]

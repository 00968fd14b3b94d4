"""The file of an export is one of `record`, whose tables name people of `stations`: so it comes after both."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("stations", "0005_large_lists_leave_by_two"),
    ]  # what databases from before the first release have run

    dependencies = [
        ('record', '0001_tables'),
        ('stations', '0001_tables'),
    ]

    operations = [
        migrations.AddField(
            model_name='export',
            name='file',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile'),
        ),
        migrations.AddConstraint(
            model_name='export',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('file__isnull', False), ('state', 'ready')), models.Q(models.Q(('state', 'ready'), _negated=True), ('file', None)), _connector='OR'), name='list_export_file_while_ready', violation_error_message='The file is kept while it may be fetched, and no longer.'),
        ),
    ]

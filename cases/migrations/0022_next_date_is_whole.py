"""A next date without its rolled day stopped every list it stood in; none can be stored any more."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_referrals_report_again")]

    operations = [
        migrations.RunSQL(
            "UPDATE cases_case SET next_rolled_on = next_due_on WHERE (next_due_on IS NULL) <> (next_rolled_on IS NULL)",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            "case",
            models.CheckConstraint(
                name="case_next_date_is_whole",
                condition=Q(next_due_on=None, next_rolled_on=None)
                | Q(next_due_on__isnull=False, next_rolled_on__isnull=False),
                violation_error_message="The next legal date has a nominal and a rolled day, or neither.",
            ),
        ),
    ]

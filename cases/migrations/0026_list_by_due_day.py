"""The list by due day holds also the cases without one: the index orders all of them, those last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_papers_of_a_default")]

    operations = [
        migrations.RemoveIndex("case", "case_next_due"),
        migrations.AddIndex("case", models.Index(fields=["next_due_on", "id"], name="case_next_due")),
    ]

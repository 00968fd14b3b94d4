"""The three administrators are three persons, and none of them handles cases: let PostgreSQL keep it so.

While somebody holds a post of an administrator, he holds no other post. The middle range makes the rows
of one person clash: a post of an administrator covers everything, any other post only its own id. Works
without btree_gist because all three operands are ranges. Reads every row once; reverse removes it.
"""

from django.db import migrations

ALONE = """
ALTER TABLE stations_membership ADD CONSTRAINT membership_administrators_stand_alone EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&,
    (CASE WHEN role IN ('sysadmin', 'secadmin', 'auditor') THEN int8range(NULL, NULL)
          ELSE int8range(id, id, '[]') END) WITH &&,
    daterange(since, "until", '[)') WITH &&
);
"""
TOGETHER = "ALTER TABLE stations_membership DROP CONSTRAINT membership_administrators_stand_alone;"


class Migration(migrations.Migration):
    dependencies = [("stations", "0002_an_export_keeps_its_file")]

    operations = [migrations.RunSQL(ALONE, TOGETHER)]

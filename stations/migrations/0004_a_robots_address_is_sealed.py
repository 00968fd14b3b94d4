"""The address of a chat robot holds its secret: it is kept under the key ring, bound to its organisation.

Gives every organisation a uuid, copies it to its history, and seals the addresses of both. Rewrites the rows
of both tables; reverse opens the addresses again.
"""

import uuid

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from record import keys
from record.fields import EncryptedTextField

LABEL = "stations.organisation.robot_url"
TABLES = ("stations_organisation", "stations_organisationevent")
READ = "SELECT {key}, uuid, robot_url FROM {table} WHERE robot_url <> ''"
WRITE = "UPDATE {table} SET robot_url = %s WHERE {key} = %s"
OWN_UUIDS = "UPDATE stations_organisation SET uuid = gen_random_uuid();"
UUIDS_OF_HISTORY = """
UPDATE stations_organisationevent e SET uuid = o.uuid FROM stations_organisation o WHERE o.id = e.pgh_obj_id;
"""


def rewrite(change):
    """An operation that puts `change(uuid, text)` in the place of every address."""

    def of_both_tables(apps, editor):
        with editor.connection.cursor() as cursor:
            for table in TABLES:
                key = "pgh_id" if table.endswith("event") else "id"
                read, write = (sql.format(table=table, key=key) for sql in (READ, WRITE))
                cursor.execute(read)
                for pk, own, text in cursor.fetchall():
                    cursor.execute(write, [change(own, text), pk])

    return of_both_tables


def sealed(own, text):
    return keys.encrypt(LABEL, own, text)


def opened(own, text):
    return keys.decrypt(LABEL, own, text)


class Migration(migrations.Migration):
    dependencies = [("stations", "0003_administrators_stand_alone")]

    operations = [
        pgtrigger.migrations.RemoveTrigger(model_name="organisation", name="update_update"),
        migrations.AddField(
            model_name="organisation",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
        migrations.RunSQL(OWN_UUIDS, migrations.RunSQL.noop),
        migrations.RunSQL(UUIDS_OF_HISTORY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="organisation",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="robot_url",
            field=EncryptedTextField(blank=True, label=LABEL),
        ),
        migrations.AlterField(
            model_name="organisationevent",
            name="robot_url",
            field=EncryptedTextField(blank=True, label=LABEL),
        ),
        migrations.RunPython(rewrite(sealed), rewrite(opened)),
        pgtrigger.migrations.AddTrigger(
            model_name="organisation",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "stations_organisationevent" ("address", "depth", "id", "kind", "name", "opened_on", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region", "reply_days", "robot_url", "series", "short_name", "suspended_on", "uuid", "version") VALUES (NEW."address", NEW."depth", NEW."id", NEW."kind", NEW."name", NEW."opened_on", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."region", NEW."reply_days", NEW."robot_url", NEW."series", NEW."short_name", NEW."suspended_on", NEW."uuid", NEW."version"); RETURN NULL;',
                    hash="6feea46fd546f044ff8ec0f2a723207d848940da",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2f388",
                    table="stations_organisation",
                    when="AFTER",
                ),
            ),
        ),
    ]

"""Events, numbers, keys of idempotency, notices, print jobs and stored files."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import record.fields


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("record", "0001_initial"),
        ("record", "0002_what_is_left_as_it_is"),
    ]  # what databases from before the first release have run

    dependencies = [
        ('stations', '0001_tables'),
        ('stations', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('name', models.CharField(max_length=100, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('error', models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('filed_under', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('params', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_type', 'subject_id', 'id'], name='event_of_record'), models.Index(condition=models.Q(('filed_under__isnull', False)), fields=['filed_under', 'id'], name='event_of_case'), models.Index(fields=['by', 'id'], name='event_of_user')],
            },
        ),
        migrations.CreateModel(
            name='IdempotencyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('key', models.CharField(max_length=80)),
                ('fingerprint', models.CharField(max_length=80)),
                ('status', models.PositiveSmallIntegerField()),
                ('location', record.fields.EncryptedTextField(blank=True, label='record.idempotency.location')),
                ('object_id', models.BigIntegerField(null=True)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='idempotency_by_age')],
                'constraints': [models.UniqueConstraint(fields=('by', 'key'), name='idempotency_key_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('unknown', 'no answer'), ('dead', 'given up'), ('left', 'left as it is')], default='pending', max_length=10)),
                ('next_at', models.DateTimeField()),
                ('claim', models.UUIDField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('resent', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('done_at', models.DateTimeField(null=True)),
                ('channel', models.CharField(choices=[('app', 'in the application'), ('email', 'e-mail'), ('robot', 'chat robot')], max_length=10)),
                ('kind', models.CharField(max_length=60)),
                ('key', models.CharField(max_length=160)),
                ('subject', record.fields.EncryptedTextField(label='record.notice.subject')),
                ('body', record.fields.EncryptedTextField(label='record.notice.body')),
                ('urgent', models.BooleanField(default=False)),
                ('due_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('event', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='record.event')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('channel', 'app')), fields=['recipient', '-due_at'], name='notice_inbox'), models.Index(condition=models.Q(('channel', 'app'), ('read_at', None)), fields=['recipient', 'due_at'], name='notice_unread'), models.Index(condition=models.Q(('state__in', ['pending', 'sending'])), fields=['next_at'], name='notice_to_send'), models.Index(condition=models.Q(('state__in', ['unknown', 'dead'])), fields=['id'], name='notice_to_look_at')],
                'constraints': [models.UniqueConstraint(fields=('key', 'recipient', 'organisation', 'channel'), name='notice_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'robot'), ('organisation__isnull', False), ('recipient', None)), models.Q(('organisation', None), ('recipient__isnull', False), models.Q(('channel', 'robot'), _negated=True)), _connector='OR'), name='notice_robot_stands_for_an_organisation'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'app'), _negated=True), ('state', 'sent'), _connector='OR'), name='notice_in_app_is_its_own_delivery')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('media_type', models.CharField(max_length=100)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['created_at'], name='stored_file_by_age')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='stored_file_has_a_sha256')],
            },
        ),
        migrations.CreateModel(
            name='RenderJob',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('unknown', 'no answer'), ('dead', 'given up'), ('left', 'left as it is')], default='pending', max_length=10)),
                ('next_at', models.DateTimeField()),
                ('claim', models.UUIDField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('resent', models.BooleanField(default=False)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('created_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                ('done_at', models.DateTimeField(null=True)),
                ('template', models.CharField(max_length=200)),
                ('context', record.fields.EncryptedTextField(label='record.renderjob.context')),
                ('then', models.CharField(max_length=200)),
                ('key', models.CharField(max_length=160, unique=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='record.storedfile')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ['pending', 'sending'])), fields=['next_at'], name='render_to_do'), models.Index(condition=models.Q(('state__in', ['unknown', 'dead'])), fields=['id'], name='render_to_look_at')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('file__isnull', False), _connector='OR'), name='render_job_done_has_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'kind', 'year'), name='counter_once')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ", hash='75ac869f41abcf5d932d5035ef9c509f770a581a', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_append_only_b87bb', table='record_event', when='BEFORE')),
        ),
    ]

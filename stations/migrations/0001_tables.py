"""The network, its people and posts, the audit log and what leaves the house."""

import uuid

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import record.fields


class Migration(migrations.Migration):

    initial = True
    replaces = [
        ("stations", "0001_initial"),
        ("stations", "0002_posts_are_granted_by_two"),
        ("stations", "0004_a_robots_address_is_sealed"),
    ]  # what databases from before the first release have run

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True)),
                ('full_name', models.CharField(max_length=60)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('is_service', models.BooleanField(default=False)),
                ('suspended_at', models.DateTimeField(blank=True, null=True)),
                ('session_epoch', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['full_name', 'username'],
            },
        ),
        migrations.CreateModel(
            name='Brake',
            fields=[
                ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
                ('until', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('clerk', 'Intake clerk'), ('mediator', 'Mediator'), ('dispatcher', 'Dispatcher'), ('leader', 'Federation leader'), ('lawyer', 'Aid lawyer'), ('partner', 'Partner officer'), ('sysadmin', 'System administrator'), ('secadmin', 'Security administrator'), ('auditor', 'Audit administrator')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['organisation__path', 'role', 'user__full_name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='membership_ends_after_it_began', violation_error_message='A post cannot end before it began.')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('federation', 'District federation of trade unions'), ('centre', "Workers' legal service centre"), ('joint_centre', 'Joint quick-mediation centre'), ('station', "Workers' legal service station"), ('point', "Workers' legal service point"), ('court', 'Court'), ('arbitration', 'Labour arbitration commission'), ('hr_bureau', 'Human resources bureau'), ('procuratorate', 'Procuratorate'), ('justice_bureau', 'Justice bureau'), ('law_firm', 'Law firm')], max_length=20)),
                ('path', models.CharField(db_index=True, default='', max_length=80)),
                ('depth', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=80)),
                ('short_name', models.CharField(max_length=30)),
                ('series', models.CharField(blank=True, max_length=20)),
                ('region', models.CharField(default='370000', help_text='Administrative division code.', max_length=12)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('opened_on', models.DateField()),
                ('suspended_on', models.DateField(blank=True, null=True)),
                ('robot_url', record.fields.EncryptedTextField(blank=True, label='stations.organisation.robot_url')),
                ('reply_days', models.PositiveSmallIntegerField(default=3, help_text='Working days this partner has agreed to answer in, where the law sets none.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='stations.organisation')),
            ],
            options={
                'ordering': ['path'],
                'constraints': [models.CheckConstraint(condition=models.Q(('depth__gte', 1), ('depth__lte', 5)), name='organisation_depth_at_most_five', violation_error_message='The network has at most five levels.'), models.CheckConstraint(condition=models.Q(('kind__in', ('federation', 'centre', 'joint_centre', 'station', 'point')), ('parent', None), _connector='OR'), name='organisation_partner_stands_alone', violation_error_message="A partner body stands outside the federation's tree.")],
            },
        ),
        migrations.CreateModel(
            name='MembershipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('role', models.CharField(choices=[('clerk', 'Intake clerk'), ('mediator', 'Mediator'), ('dispatcher', 'Dispatcher'), ('leader', 'Federation leader'), ('lawyer', 'Aid lawyer'), ('partner', 'Partner officer'), ('sysadmin', 'System administrator'), ('secadmin', 'Security administrator'), ('auditor', 'Audit administrator')], max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.membership')),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='membership',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='stations.organisation'),
        ),
        migrations.CreateModel(
            name='MediationBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('enterprise', 'Enterprise labour-dispute mediation committee'), ('peoples', "People's mediation committee"), ('town', 'Town or street labour-dispute mediation body'), ('industry', 'Industry or regional mediation body'), ('multi_level', 'Multi-level regional mediation body'), ('court_invited', 'Mediation body invited by the court')], max_length=20)),
                ('name', models.CharField(max_length=80)),
                ('series', models.CharField(max_length=20)),
                ('seal_name', models.CharField(max_length=80)),
                ('region', models.CharField(default='370000', max_length=12)),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mediation_bodies', to='stations.organisation')),
            ],
            options={
                'ordering': ['organisation__path', 'name'],
                'constraints': [models.UniqueConstraint(fields=('series',), name='mediation_body_own_series')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a second person'), ('approved', 'Approved, the file is being made'), ('ready', 'Ready to fetch'), ('fetched', 'Fetched'), ('refused', 'Not approved'), ('expired', 'No longer kept')], default='waiting', editable=False, max_length=10)),
                ('list_name', models.CharField(max_length=40)),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('form', models.CharField(choices=[('xlsx', 'XLSX'), ('csv', 'CSV')], default='xlsx', max_length=4)),
                ('rows', models.PositiveIntegerField()),
                ('purpose', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('until', models.DateTimeField(null=True)),
                ('tried_at', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.organisation')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['organisation'], name='list_export_waiting'), models.Index(condition=models.Q(('state__in', ['approved', 'ready'])), fields=['until'], name='list_export_under_way')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='list_export_by_a_second_person', violation_error_message='Whoever asks for an export cannot approve it.'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='list_export_says_what_for', violation_error_message='An export says what it is for.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='list_export_decided_by_somebody', violation_error_message='An export that was decided names who decided.')],
            },
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting for a second person'), ('granted', 'Granted'), ('refused', 'Not granted'), ('withdrawn', 'Withdrawn')], default='waiting', editable=False, max_length=10)),
                ('role', models.CharField(choices=[('clerk', 'Intake clerk'), ('mediator', 'Mediator'), ('dispatcher', 'Dispatcher'), ('leader', 'Federation leader'), ('lawyer', 'Aid lawyer'), ('partner', 'Partner officer'), ('sysadmin', 'System administrator'), ('secadmin', 'Security administrator'), ('auditor', 'Audit administrator')], max_length=12)),
                ('since', models.DateField()),
                ('reason', models.CharField(max_length=200)),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=200)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL)),
                ('ends', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stations.membership')),
                ('post', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appointment', to='stations.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='stations.organisation')),
            ],
            options={
                'ordering': ['-asked_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='appointment_needs_two_persons', violation_error_message='Whoever asked for a post cannot grant it.'), models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('user')), _negated=True), models.Q(('decided_by', None), models.Q(('decided_by', models.F('user')), _negated=True), _connector='OR')), name='appointment_not_of_oneself', violation_error_message='Nobody appoints himself.'), models.CheckConstraint(condition=models.Q(models.Q(('decided_by__isnull', False), ('post__isnull', False), ('state', 'granted')), models.Q(models.Q(('state', 'granted'), _negated=True), ('post', None)), _connector='OR'), name='appointment_granted_is_a_post', violation_error_message='A granted appointment is a post, and no other is.'), models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('user', 'organisation', 'role'), name='appointment_waits_once', violation_error_message='This post was already asked for and waits for a second person.')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('prefix', models.CharField(max_length=12, unique=True)),
                ('digest', models.CharField(max_length=64)),
                ('scopes', models.JSONField(default=list)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_tokens', to='stations.organisation')),
            ],
            options={
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='api_token_expires', violation_error_message='A token ends after it was made.'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='api_token_revoked_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('kind', models.CharField(choices=[('federation', 'District federation of trade unions'), ('centre', "Workers' legal service centre"), ('joint_centre', 'Joint quick-mediation centre'), ('station', "Workers' legal service station"), ('point', "Workers' legal service point"), ('court', 'Court'), ('arbitration', 'Labour arbitration commission'), ('hr_bureau', 'Human resources bureau'), ('procuratorate', 'Procuratorate'), ('justice_bureau', 'Justice bureau'), ('law_firm', 'Law firm')], max_length=20)),
                ('path', models.CharField(default='', max_length=80)),
                ('depth', models.PositiveSmallIntegerField(default=1)),
                ('name', models.CharField(max_length=80)),
                ('short_name', models.CharField(max_length=30)),
                ('series', models.CharField(blank=True, max_length=20)),
                ('region', models.CharField(default='370000', help_text='Administrative division code.', max_length=12)),
                ('address', models.CharField(blank=True, max_length=200)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('opened_on', models.DateField()),
                ('suspended_on', models.DateField(blank=True, null=True)),
                ('robot_url', record.fields.EncryptedTextField(blank=True, label='stations.organisation.robot_url')),
                ('reply_days', models.PositiveSmallIntegerField(default=3, help_text='Working days this partner has agreed to answer in, where the law sets none.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='stations.organisation')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='stations.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OrganisationName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('short_name', models.CharField(max_length=30)),
                ('since', models.DateField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='names', to='stations.organisation')),
            ],
            options={
                'ordering': ['since'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'since'), name='organisation_one_name_a_day')],
            },
        ),
        migrations.CreateModel(
            name='RosterEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('public_service', 'Government lawyer'), ('public_interest', 'Public-interest lawyer'), ('private', 'Lawyer in private practice')], max_length=20)),
                ('licence_number', models.CharField(blank=True, max_length=30)),
                ('advises', models.TextField(blank=True, help_text='Employers this lawyer advises, one a line.')),
                ('since', models.DateField()),
                ('until', models.DateField(blank=True, null=True)),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='roster_entry', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='OneTimeLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='one_time_links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('used_at', None), ('used_at__lte', models.F('expires_at')), _connector='OR'), name='one_time_link_used_in_time')],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_organisationevent" ("address", "depth", "id", "kind", "name", "opened_on", "parent_id", "path", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region", "reply_days", "robot_url", "series", "short_name", "suspended_on", "uuid", "version") VALUES (NEW."address", NEW."depth", NEW."id", NEW."kind", NEW."name", NEW."opened_on", NEW."parent_id", NEW."path", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."region", NEW."reply_days", NEW."robot_url", NEW."series", NEW."short_name", NEW."suspended_on", NEW."uuid", NEW."version"); RETURN NULL;', hash='6feea46fd546f044ff8ec0f2a723207d848940da', operation='UPDATE', pgid='pgtrigger_update_update_2f388', table='stations_organisation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('until', None)), fields=('user', 'organisation', 'role'), name='membership_one_open_post', violation_error_message='This person already holds this post.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='post_keeps_what_it_was', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."since" IS DISTINCT FROM (NEW."since") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1a3fea3fdc1439efc6b202adc1b7e4171996712e', operation='UPDATE', pgid='pgtrigger_post_keeps_what_it_was_246b7', table='stations_membership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='post_is_not_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8e5a9f09824592eab77b1f88a0b24496a09c128d', operation='DELETE', pgid='pgtrigger_post_is_not_deleted_000f4', table='stations_membership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "stations_membershipevent" ("id", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "since", "until", "user_id") VALUES (NEW."id", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role", NEW."since", NEW."until", NEW."user_id"); RETURN NULL;', hash='b7802c4e87e83c41709209074274674ff1d9d2e3', operation='UPDATE', pgid='pgtrigger_update_update_7dc1e', table='stations_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='export',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n            IF (OLD.state || ' ' || NEW.state) NOT IN ('approved expired', 'approved ready', 'ready expired', 'ready fetched', 'waiting approved', 'waiting refused') THEN\n                RAISE EXCEPTION '% % cannot go from “%” to “%”: no move does that',\n                    TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.version <= OLD.version THEN\n                RAISE EXCEPTION '% % changed its state without a new version', TG_TABLE_NAME, OLD.id\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='f4b54e42f812c0c061d882b50f0787a4bfce0fb3', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_1581e', table='stations_export', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='appointment',
            trigger=pgtrigger.compiler.Trigger(name='legal_moves', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))', func="\n            IF (OLD.state || ' ' || NEW.state) NOT IN ('waiting granted', 'waiting refused', 'waiting withdrawn') THEN\n                RAISE EXCEPTION '% % cannot go from “%” to “%”: no move does that',\n                    TG_TABLE_NAME, OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';\n            END IF;\n            IF NEW.version <= OLD.version THEN\n                RAISE EXCEPTION '% % changed its state without a new version', TG_TABLE_NAME, OLD.id\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='bc22a0be49745ed43662058408c4229052243d8c', operation='UPDATE OF "state"', pgid='pgtrigger_legal_moves_c9393', table='stations_appointment', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisationname',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            RAISE EXCEPTION '% is append-only: add a row that corrects the earlier one', TG_TABLE_NAME\n                USING ERRCODE = 'restrict_violation';\n        ", hash='b5cbec3af3ec66ad10506f909052f988eda23379', level='STATEMENT', operation='UPDATE OR DELETE OR TRUNCATE', pgid='pgtrigger_append_only_af88c', table='stations_organisationname', when='BEFORE')),
        ),
    ]

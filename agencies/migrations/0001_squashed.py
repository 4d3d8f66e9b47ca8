import agencies.addresses
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from config.at_once import AtOnce
from django.db import migrations, models

# What django.core.cache.backends.db asks for.
SHARED_CACHE = """
CREATE TABLE shared_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX shared_cache_expires ON shared_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("agencies", "0001_initial"),
        ("agencies", "0002_discussions_conclude"),
        ("agencies", "0003_history_kept"),
        ("agencies", "0004_user_home_postcode"),
        ("agencies", "0005_user_glass_until"),
        ("agencies", "0006_sessions_end"),
        ("agencies", "0007_identity_providers"),
        ("agencies", "0008_shared_cache"),
        ("agencies", "0009_people"),
        ("agencies", "0010_addresses"),
        ("agencies", "0011_password_links"),
        ("agencies", "0012_memberships"),
        ("agencies", "0013_domains_and_kinds"),
        ("agencies", "0014_roles_by_kind"),
        ("agencies", "0015_mergers_confirmed"),
        ("agencies", "0016_tracked"),
        ("agencies", "0017_sign_ins_tracked"),
        ("agencies", "0018_offers_lapse"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        AtOnce(
            [
                migrations.CreateModel(
                    name="Partnership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, unique=True)),
                        (
                            "discussions_conclude",
                            models.BooleanField(
                                default=False,
                                help_text="Not substantiated; substantiated, no continuing risk; substantiated and likely to suffer significant harm. In most areas only the section 47 enquiry concludes.",
                                verbose_name="strategy discussions also record a conclusion",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="PartnershipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                        (
                            "discussions_conclude",
                            models.BooleanField(
                                default=False,
                                help_text="Not substantiated; substantiated, no continuing risk; substantiated and likely to suffer significant harm. In most areas only the section 47 enquiry concludes.",
                                verbose_name="strategy discussions also record a conclusion",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PasswordLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("nonce", models.CharField(max_length=32, unique=True)),
                        ("first", models.BooleanField()),
                        ("until", models.DateTimeField(null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="PasswordRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("address", models.CharField(max_length=254)),
                        ("at", models.DateTimeField()),
                        ("answered", models.BooleanField(db_default=False, default=False)),
                    ],
                ),
                migrations.CreateModel(
                    name="SignInAllowed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField()),
                    ],
                ),
                migrations.CreateModel(
                    name="SignInAllowedEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Team",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                    ],
                ),
                migrations.CreateModel(
                    name="TeamEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=120)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="UserEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("email", agencies.addresses.Address(max_length=254)),
                        ("name", models.CharField(max_length=120)),
                        ("is_active", models.BooleanField(default=True)),
                        ("is_staff", models.BooleanField(default=False)),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        (
                            "is_superuser",
                            models.BooleanField(
                                default=False,
                                help_text="Designates that this user has all permissions without explicitly assigning them.",
                                verbose_name="superuser status",
                            ),
                        ),
                        ("email", agencies.addresses.Address(max_length=254, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("home_postcode", models.CharField(blank=True, db_default="", max_length=10)),
                        ("is_active", models.BooleanField(default=True)),
                        ("is_staff", models.BooleanField(default=False)),
                        ("glass_until", models.DateTimeField(editable=False, null=True)),
                        ("sessions_end_before", models.DateTimeField(editable=False, null=True)),
                        (
                            "groups",
                            models.ManyToManyField(
                                blank=True,
                                help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.group",
                                verbose_name="groups",
                            ),
                        ),
                        (
                            "user_permissions",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Specific permissions for this user.",
                                related_name="user_set",
                                related_query_name="user",
                                to="auth.permission",
                                verbose_name="user permissions",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="Agency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("csc", "Children’s social care"),
                                    ("police", "Police"),
                                    ("acute", "Hospital (acute)"),
                                    ("community_health", "Community health"),
                                    ("midwifery", "Midwifery"),
                                    ("gp", "General practice"),
                                    ("mental_health", "Mental health"),
                                    ("child_development", "Child development"),
                                    ("school", "School"),
                                    ("nursery", "Nursery"),
                                    ("college", "College"),
                                    ("early_years", "Early years"),
                                    ("probation", "Probation"),
                                    ("youth_justice", "Youth justice and youth services"),
                                    ("housing", "Housing"),
                                    ("adult_services", "Adult services"),
                                    ("early_help", "Early help"),
                                    ("voluntary", "Voluntary"),
                                    ("legal", "Legal"),
                                    ("lado", "Position of trust (LADO)"),
                                    ("other_authority", "Another local authority"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                        (
                            "domains",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                db_default=[],
                                default=list,
                                help_text="Mail domains that belong to the agency, separated by commas. If there are any, nobody with another address is made a member.",
                                size=None,
                            ),
                        ),
                        ("merger_asked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "formerly",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "group",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agency",
                                to="auth.group",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "merger_asked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "merging_into",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "partnership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agencies",
                                to="agencies.partnership",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "agencies",
                    },
                ),
                migrations.CreateModel(
                    name="IdentityProvider",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "slug",
                            models.SlugField(
                                max_length=40, unique=True, verbose_name="short name in the address"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name on the sign-in page")),
                        (
                            "server_url",
                            models.CharField(
                                help_text="For Microsoft Entra ID https://login.microsoftonline.com/TENANT/v2.0, never “common”.",
                                max_length=300,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="issuer",
                            ),
                        ),
                        ("client_id", models.CharField(max_length=200, verbose_name="client ID")),
                        ("sealed_secret", models.TextField(editable=False)),
                        ("active", models.BooleanField(default=True)),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="identity_providers",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="IdentityProviderEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "slug",
                            models.SlugField(
                                db_index=False, max_length=40, verbose_name="short name in the address"
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="name on the sign-in page")),
                        (
                            "server_url",
                            models.CharField(
                                help_text="For Microsoft Entra ID https://login.microsoftonline.com/TENANT/v2.0, never “common”.",
                                max_length=300,
                                validators=[django.core.validators.URLValidator(schemes=["https", "http"])],
                                verbose_name="issuer",
                            ),
                        ),
                        ("client_id", models.CharField(max_length=200, verbose_name="client ID")),
                        ("active", models.BooleanField(default=True)),
                        ("confirmed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="agencies.identityprovider",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("head_of_service", "Head of service"),
                                    ("conference_chair", "Conference chair"),
                                    ("business_support", "Business support"),
                                    ("representative", "Agency representative"),
                                    ("police_decision_maker", "Police decision maker"),
                                    ("safeguarding_lead", "Safeguarding lead"),
                                    ("information_governance", "Information governance"),
                                    ("administrator", "System administrator"),
                                    ("agency_administrator", "Agency administrator"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                        (
                            "rank",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("constable", "Constable"),
                                    ("sergeant", "Sergeant"),
                                    ("inspector", "Inspector"),
                                    ("chief_inspector", "Chief inspector"),
                                    ("superintendent", "Superintendent or above"),
                                    ("ddm", "Dedicated decision maker"),
                                ],
                                max_length=20,
                                verbose_name="police rank",
                            ),
                        ),
                        (
                            "decides",
                            models.BooleanField(
                                default=False, verbose_name="senior enough to decide for the agency"
                            ),
                        ),
                        (
                            "qualified",
                            models.BooleanField(
                                default=False, verbose_name="qualified and experienced social worker"
                            ),
                        ),
                        ("since", models.DateTimeField(editable=False, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="AccessReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("quarter", models.DateField()),
                        ("at", models.DateTimeField()),
                        ("kept", models.BooleanField()),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="agencies.membership",
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MembershipEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("head_of_service", "Head of service"),
                                    ("conference_chair", "Conference chair"),
                                    ("business_support", "Business support"),
                                    ("representative", "Agency representative"),
                                    ("police_decision_maker", "Police decision maker"),
                                    ("safeguarding_lead", "Safeguarding lead"),
                                    ("information_governance", "Information governance"),
                                    ("administrator", "System administrator"),
                                    ("agency_administrator", "Agency administrator"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                        (
                            "rank",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("constable", "Constable"),
                                    ("sergeant", "Sergeant"),
                                    ("inspector", "Inspector"),
                                    ("chief_inspector", "Chief inspector"),
                                    ("superintendent", "Superintendent or above"),
                                    ("ddm", "Dedicated decision maker"),
                                ],
                                max_length=20,
                                verbose_name="police rank",
                            ),
                        ),
                        (
                            "decides",
                            models.BooleanField(
                                default=False, verbose_name="senior enough to decide for the agency"
                            ),
                        ),
                        (
                            "qualified",
                            models.BooleanField(
                                default=False, verbose_name="qualified and experienced social worker"
                            ),
                        ),
                        ("since", models.DateTimeField(editable=False, null=True)),
                        ("ended_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="agencies.membership",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="MembershipOffer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("email", agencies.addresses.Address(max_length=254)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("head_of_service", "Head of service"),
                                    ("conference_chair", "Conference chair"),
                                    ("business_support", "Business support"),
                                    ("representative", "Agency representative"),
                                    ("police_decision_maker", "Police decision maker"),
                                    ("safeguarding_lead", "Safeguarding lead"),
                                    ("information_governance", "Information governance"),
                                    ("administrator", "System administrator"),
                                    ("agency_administrator", "Agency administrator"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                        (
                            "rank",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("constable", "Constable"),
                                    ("sergeant", "Sergeant"),
                                    ("inspector", "Inspector"),
                                    ("chief_inspector", "Chief inspector"),
                                    ("superintendent", "Superintendent or above"),
                                    ("ddm", "Dedicated decision maker"),
                                ],
                                max_length=20,
                                verbose_name="police rank",
                            ),
                        ),
                        ("decides", models.BooleanField(default=False)),
                        ("qualified", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waiting for confirmation"),
                                    ("offered", "Waiting for the person’s answer"),
                                    ("given", "Given"),
                                    ("refused", "Not confirmed"),
                                    ("declined", "Declined by the person"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lapsed", "Lapsed: nobody answered it in four weeks"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("needs_second", models.BooleanField()),
                        ("asked_at", models.DateTimeField()),
                        (
                            "asked_as",
                            models.CharField(
                                choices=[
                                    ("agency", "administrator of the agency"),
                                    ("partnership", "system administrator"),
                                    ("case", "children’s social care"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "confirmed_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agency", "administrator of the agency"),
                                    ("partnership", "system administrator"),
                                    ("case", "children’s social care"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "membership",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offer",
                                to="agencies.membership",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="agencies.membership",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="offers",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                ),
                migrations.CreateModel(
                    name="MembershipOfferEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("email", agencies.addresses.Address(max_length=254)),
                        ("name", models.CharField(max_length=120)),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("social_worker", "Social worker"),
                                    ("team_manager", "Team manager"),
                                    ("service_manager", "Service manager"),
                                    ("head_of_service", "Head of service"),
                                    ("conference_chair", "Conference chair"),
                                    ("business_support", "Business support"),
                                    ("representative", "Agency representative"),
                                    ("police_decision_maker", "Police decision maker"),
                                    ("safeguarding_lead", "Safeguarding lead"),
                                    ("information_governance", "Information governance"),
                                    ("administrator", "System administrator"),
                                    ("agency_administrator", "Agency administrator"),
                                ],
                                max_length=30,
                            ),
                        ),
                        ("position", models.CharField(blank=True, max_length=120, verbose_name="job title")),
                        (
                            "rank",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("constable", "Constable"),
                                    ("sergeant", "Sergeant"),
                                    ("inspector", "Inspector"),
                                    ("chief_inspector", "Chief inspector"),
                                    ("superintendent", "Superintendent or above"),
                                    ("ddm", "Dedicated decision maker"),
                                ],
                                max_length=20,
                                verbose_name="police rank",
                            ),
                        ),
                        ("decides", models.BooleanField(default=False)),
                        ("qualified", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waiting for confirmation"),
                                    ("offered", "Waiting for the person’s answer"),
                                    ("given", "Given"),
                                    ("refused", "Not confirmed"),
                                    ("declined", "Declined by the person"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lapsed", "Lapsed: nobody answered it in four weeks"),
                                ],
                                default="asked",
                                max_length=10,
                            ),
                        ),
                        ("needs_second", models.BooleanField()),
                        ("asked_at", models.DateTimeField()),
                        (
                            "asked_as",
                            models.CharField(
                                choices=[
                                    ("agency", "administrator of the agency"),
                                    ("partnership", "system administrator"),
                                    ("case", "children’s social care"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("confirmed_at", models.DateTimeField(null=True)),
                        (
                            "confirmed_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agency", "administrator of the agency"),
                                    ("partnership", "system administrator"),
                                    ("case", "children’s social care"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("closed_at", models.DateTimeField(null=True)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "agency",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.membership",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="agencies.membershipoffer",
                            ),
                        ),
                        (
                            "replaces",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.membership",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="AgencyEvent",
                    fields=[
                        ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                        ("pgh_label", models.TextField(help_text="The event label.")),
                        ("id", models.BigIntegerField()),
                        ("name", models.CharField(max_length=160)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("csc", "Children’s social care"),
                                    ("police", "Police"),
                                    ("acute", "Hospital (acute)"),
                                    ("community_health", "Community health"),
                                    ("midwifery", "Midwifery"),
                                    ("gp", "General practice"),
                                    ("mental_health", "Mental health"),
                                    ("child_development", "Child development"),
                                    ("school", "School"),
                                    ("nursery", "Nursery"),
                                    ("college", "College"),
                                    ("early_years", "Early years"),
                                    ("probation", "Probation"),
                                    ("youth_justice", "Youth justice and youth services"),
                                    ("housing", "Housing"),
                                    ("adult_services", "Adult services"),
                                    ("early_help", "Early help"),
                                    ("voluntary", "Voluntary"),
                                    ("legal", "Legal"),
                                    ("lado", "Position of trust (LADO)"),
                                    ("other_authority", "Another local authority"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("active", models.BooleanField(default=True)),
                        (
                            "domains",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                db_default=[],
                                default=list,
                                help_text="Mail domains that belong to the agency, separated by commas. If there are any, nobody with another address is made a member.",
                                size=None,
                            ),
                        ),
                        ("merger_asked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "formerly",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="auth.group",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "merger_asked_by",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "merging_into",
                            models.ForeignKey(
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "pgh_context",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pghistory.context",
                            ),
                        ),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="events",
                                to="agencies.agency",
                            ),
                        ),
                        (
                            "partnership",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="agencies.partnership",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_partnershipevent" ("discussions_conclude", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."discussions_conclude", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="faff1cd2f62b17a7ba31d5425621e577a6477cb3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1afca",
                            table="agencies_partnership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_partnershipevent" ("discussions_conclude", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."discussions_conclude", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="96dcfd9c72a4e17edfe0e322af38db8b6b17238a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6e2e8",
                            table="agencies_partnership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_partnershipevent" ("discussions_conclude", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."discussions_conclude", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="f559778e8b5923f16337267ac0312877054e5429",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9896f",
                            table="agencies_partnership",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddField(
                    model_name="partnershipevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="partnershipevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agencies.partnership",
                    ),
                ),
                migrations.AddField(
                    model_name="passwordlink",
                    name="user",
                    field=models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddIndex(
                    model_name="passwordrequest",
                    index=models.Index(fields=["address", "at"], name="password_request_lately"),
                ),
                migrations.AddField(
                    model_name="signinallowed",
                    name="provider",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.identityprovider",
                    ),
                ),
                migrations.AddField(
                    model_name="signinallowed",
                    name="user",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ins_allowed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="signinallowedevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="signinallowedevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agencies.signinallowed",
                    ),
                ),
                migrations.AddField(
                    model_name="signinallowedevent",
                    name="provider",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.identityprovider",
                    ),
                ),
                migrations.AddField(
                    model_name="signinallowedevent",
                    name="user",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddField(
                    model_name="team",
                    name="agency",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="membershipofferevent",
                    name="team",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="membershipoffer",
                    name="team",
                    field=models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="membershipevent",
                    name="team",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="membership",
                    name="team",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="teamevent",
                    name="agency",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="agencies.agency",
                    ),
                ),
                migrations.AddField(
                    model_name="teamevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="teamevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="agencies.team",
                    ),
                ),
                migrations.AddField(
                    model_name="userevent",
                    name="pgh_context",
                    field=models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                migrations.AddField(
                    model_name="userevent",
                    name="pgh_obj",
                    field=models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="user",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("email__regex", "^[!-@\\[-~]+$")), name="user_address_folded"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="2536bb852823ed17ae4ceb38b81c140ffbbe4da1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2175f",
                            table="agencies_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                            func='INSERT INTO "agencies_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."email", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="81dd005bdb97c226f251fcc657da3e9ba9b7a06b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a123f",
                            table="agencies_user",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="user",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_userevent" ("email", "id", "is_active", "is_staff", "is_superuser", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."email", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="da16ac2d81124e64266b7b5524ce51aa041f435f",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_081d4",
                            table="agencies_user",
                            when="AFTER",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="identityprovider",
                    constraint=models.UniqueConstraint(
                        models.F("server_url"), models.F("client_id"), name="identity_provider_once"
                    ),
                ),
                migrations.AddConstraint(
                    model_name="identityprovider",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="identity_provider_confirmed_by_a_second",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_identityproviderevent" ("active", "agency_id", "client_id", "confirmed_at", "confirmed_by_id", "entered_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "server_url", "slug") VALUES (NEW."active", NEW."agency_id", NEW."client_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."entered_by_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."server_url", NEW."slug"); RETURN NULL;',
                            hash="971b3489b48d665d2976f176d5b942abecbd582f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_de6d4",
                            table="agencies_identityprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."active" IS DISTINCT FROM (NEW."active") OR OLD."agency_id" IS DISTINCT FROM (NEW."agency_id") OR OLD."client_id" IS DISTINCT FROM (NEW."client_id") OR OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."entered_by_id" IS DISTINCT FROM (NEW."entered_by_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."server_url" IS DISTINCT FROM (NEW."server_url") OR OLD."slug" IS DISTINCT FROM (NEW."slug"))',
                            func='INSERT INTO "agencies_identityproviderevent" ("active", "agency_id", "client_id", "confirmed_at", "confirmed_by_id", "entered_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "server_url", "slug") VALUES (NEW."active", NEW."agency_id", NEW."client_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."entered_by_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."server_url", NEW."slug"); RETURN NULL;',
                            hash="23ce97828b2cdc40bc0b4a5a512d83a75a197197",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4b102",
                            table="agencies_identityprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityprovider",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_identityproviderevent" ("active", "agency_id", "client_id", "confirmed_at", "confirmed_by_id", "entered_by_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "server_url", "slug") VALUES (OLD."active", OLD."agency_id", OLD."client_id", OLD."confirmed_at", OLD."confirmed_by_id", OLD."entered_by_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."server_url", OLD."slug"); RETURN NULL;',
                            hash="1163880c9a809822e881d05627873b1c4abede4a",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_18ca0",
                            table="agencies_identityprovider",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityproviderevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="a8e31ec36d78c423d7c26aa5bcfeee3702fd87ec",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_2fe98",
                            table="agencies_identityproviderevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="identityproviderevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="18c8058a62f6d6b3bd02e1f46f9504387266299f",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_807aa",
                            table="agencies_identityproviderevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="accessreview",
                    constraint=models.UniqueConstraint(
                        fields=("membership", "quarter"), name="access_review_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="access_review_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="fb7512af83074829738f32b6fbad09f4d9357034",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_access_review_kept_718bd",
                            table="agencies_accessreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="accessreview",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="97e934e8aaf27556f2dd4c0d2b1f9a30a1646781",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_684bb",
                            table="agencies_accessreview",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="29a652e318031dc56c6a3f45c6d1bf4545d52657",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_378c8",
                            table="agencies_agencyevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agencyevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="cbbc27af7eaf7d061c9ac44b724cba285dde3720",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_79c25",
                            table="agencies_agencyevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agency",
                    constraint=models.UniqueConstraint(
                        models.F("partnership"),
                        django.db.models.functions.text.Lower("name"),
                        name="agency_name_once",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="agency",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("merger_asked_at", None), ("merger_asked_by", None), ("merging_into", None)
                            ),
                            models.Q(
                                ("merger_asked_at__isnull", False),
                                ("merger_asked_by__isnull", False),
                                ("merging_into__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="merger_asked_by_somebody",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="agency_keeps_kind_and_partnership",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."partnership_id" IS DISTINCT FROM (NEW."partnership_id"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="8987b49822af878872cccbddd7c75e15654630ad",
                            operation="UPDATE",
                            pgid="pgtrigger_agency_keeps_kind_and_partnership_765f7",
                            table="agencies_agency",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_agencyevent" ("active", "domains", "formerly", "group_id", "id", "kind", "merged_into_id", "merger_asked_at", "merger_asked_by_id", "merging_into_id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."domains", NEW."formerly", NEW."group_id", NEW."id", NEW."kind", NEW."merged_into_id", NEW."merger_asked_at", NEW."merger_asked_by_id", NEW."merging_into_id", NEW."name", NEW."partnership_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="bdc68996350992fe8d03805a7270d9d9543e871f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_064bb",
                            table="agencies_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_agencyevent" ("active", "domains", "formerly", "group_id", "id", "kind", "merged_into_id", "merger_asked_at", "merger_asked_by_id", "merging_into_id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."active", NEW."domains", NEW."formerly", NEW."group_id", NEW."id", NEW."kind", NEW."merged_into_id", NEW."merger_asked_at", NEW."merger_asked_by_id", NEW."merging_into_id", NEW."name", NEW."partnership_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="c2e0e47ed4a470510e716bdc97935203f58c6986",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_187e7",
                            table="agencies_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="agency",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_agencyevent" ("active", "domains", "formerly", "group_id", "id", "kind", "merged_into_id", "merger_asked_at", "merger_asked_by_id", "merging_into_id", "name", "partnership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."active", OLD."domains", OLD."formerly", OLD."group_id", OLD."id", OLD."kind", OLD."merged_into_id", OLD."merger_asked_at", OLD."merger_asked_by_id", OLD."merging_into_id", OLD."name", OLD."partnership_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="757233dd44376fd6ebed2ef81a87a7ca2dc2a911",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9c312",
                            table="agencies_agency",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnershipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="1cb4f8ede89a966e88246a49c67096c8ba378c07",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_06d94",
                            table="agencies_partnershipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="partnershipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="e99768569da558f04c5d3d5b16dd408f73780c27",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_85f54",
                            table="agencies_partnershipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="signinallowed",
                    constraint=models.UniqueConstraint(
                        fields=("user", "provider"), name="sign_in_allowed_once"
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signinallowed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_signinallowedevent" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "user_id") VALUES (NEW."at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."user_id"); RETURN NULL;',
                            hash="787e550bc0e553dc06744be5424047217190941a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_78d2d",
                            table="agencies_signinallowed",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signinallowed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_signinallowedevent" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "user_id") VALUES (NEW."at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."user_id"); RETURN NULL;',
                            hash="4bc3eaaf9ea593f1ce4cf700bb479cb600646ce8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d931e",
                            table="agencies_signinallowed",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signinallowed",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_signinallowedevent" ("at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "user_id") VALUES (OLD."at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."user_id"); RETURN NULL;',
                            hash="ea25c6fb51b3e6b30c301b1c401a757b9303a092",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0ee57",
                            table="agencies_signinallowed",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signinallowedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="c19b9a7088ecf0f0897276b9a791014da825c0f5",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_5453d",
                            table="agencies_signinallowedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="signinallowedevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="de6f025b6ba11aeee538e46a177f5913dc9bdff6",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3dc9d",
                            table="agencies_signinallowedevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="team",
                    constraint=models.UniqueConstraint(fields=("agency", "name"), name="team_name_once"),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_teamevent" ("agency_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="8090f0354098a5a2814f535608b3d484c30a538b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f2c28",
                            table="agencies_team",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_teamevent" ("agency_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."agency_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="3eab475aac58221df6d0272d20540b92ab0fcf3c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2d238",
                            table="agencies_team",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="team",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_teamevent" ("agency_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."agency_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="85527fa43d99cf1eec9cbcea620b039537b78f62",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_05d6b",
                            table="agencies_team",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipofferevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="e2f9ace90191c5c76a9176b7386bab1fcf289c0c",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_3c564",
                            table="agencies_membershipofferevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipofferevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="c5edcb2131b0acc82d70f7c9bfd99a6f848f52da",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_52598",
                            table="agencies_membershipofferevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["asked", "offered", "given", "refused", "declined", "withdrawn", "lapsed"],
                            )
                        ),
                        name="offer_known_state",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(("asked_by", models.F("user")), _negated=True),
                        name="offer_not_to_oneself",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_by", None)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                models.Q(("confirmed_by", models.F("user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="offer_confirmed_by_a_second",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at", None), ("accepted_by", None)),
                            models.Q(
                                ("accepted_at__isnull", False),
                                ("accepted_by", models.F("user")),
                                ("user__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="offer_accepted_by_the_person",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None),
                                ("closed_by", None),
                                ("state__in", ["asked", "offered", "given"]),
                            ),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                                ("state__in", ["refused", "declined", "withdrawn"]),
                            ),
                            models.Q(("closed_at__isnull", False), ("closed_by", None), ("state", "lapsed")),
                            _connector="OR",
                        ),
                        name="offer_closed_by_somebody",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["offered", "given"]), _negated=True),
                            ("needs_second", False),
                            ("confirmed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="offer_goes_on_when_confirmed",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("membership__isnull", False), ("state", "given"), ("user__isnull", False)
                            ),
                            models.Q(models.Q(("state", "given"), _negated=True), ("membership", None)),
                            _connector="OR",
                        ),
                        name="offer_given_is_a_membership",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membershipoffer",
                    constraint=models.UniqueConstraint(
                        models.F("agency"),
                        django.db.models.functions.text.Lower("email"),
                        models.F("role"),
                        condition=models.Q(("state__in", ["asked", "offered"])),
                        name="offer_waits_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_membershipofferevent" ("accepted_at", "accepted_by_id", "agency_id", "asked_as", "asked_at", "asked_by_id", "closed_at", "closed_by_id", "confirmed_as", "confirmed_at", "confirmed_by_id", "decides", "email", "id", "membership_id", "name", "needs_second", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "replaces_id", "role", "state", "team_id", "user_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."agency_id", NEW."asked_as", NEW."asked_at", NEW."asked_by_id", NEW."closed_at", NEW."closed_by_id", NEW."confirmed_as", NEW."confirmed_at", NEW."confirmed_by_id", NEW."decides", NEW."email", NEW."id", NEW."membership_id", NEW."name", NEW."needs_second", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."qualified", NEW."rank", NEW."replaces_id", NEW."role", NEW."state", NEW."team_id", NEW."user_id"); RETURN NULL;',
                            hash="53f508779aaf1adf916c7973be189c609743e62c",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_258de",
                            table="agencies_membershipoffer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_membershipofferevent" ("accepted_at", "accepted_by_id", "agency_id", "asked_as", "asked_at", "asked_by_id", "closed_at", "closed_by_id", "confirmed_as", "confirmed_at", "confirmed_by_id", "decides", "email", "id", "membership_id", "name", "needs_second", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "replaces_id", "role", "state", "team_id", "user_id") VALUES (NEW."accepted_at", NEW."accepted_by_id", NEW."agency_id", NEW."asked_as", NEW."asked_at", NEW."asked_by_id", NEW."closed_at", NEW."closed_by_id", NEW."confirmed_as", NEW."confirmed_at", NEW."confirmed_by_id", NEW."decides", NEW."email", NEW."id", NEW."membership_id", NEW."name", NEW."needs_second", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."qualified", NEW."rank", NEW."replaces_id", NEW."role", NEW."state", NEW."team_id", NEW."user_id"); RETURN NULL;',
                            hash="fb332075c4724177b599e2a4a9c809c242fac323",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3d4b3",
                            table="agencies_membershipoffer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipoffer",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_membershipofferevent" ("accepted_at", "accepted_by_id", "agency_id", "asked_as", "asked_at", "asked_by_id", "closed_at", "closed_by_id", "confirmed_as", "confirmed_at", "confirmed_by_id", "decides", "email", "id", "membership_id", "name", "needs_second", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "replaces_id", "role", "state", "team_id", "user_id") VALUES (OLD."accepted_at", OLD."accepted_by_id", OLD."agency_id", OLD."asked_as", OLD."asked_at", OLD."asked_by_id", OLD."closed_at", OLD."closed_by_id", OLD."confirmed_as", OLD."confirmed_at", OLD."confirmed_by_id", OLD."decides", OLD."email", OLD."id", OLD."membership_id", OLD."name", OLD."needs_second", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."qualified", OLD."rank", OLD."replaces_id", OLD."role", OLD."state", OLD."team_id", OLD."user_id"); RETURN NULL;',
                            hash="4b2ea29e5553ac3fdc75664ed399f9b0eeafcb48",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_7d139",
                            table="agencies_membershipoffer",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="9815f351fe0af19dfdbe3a6081373f76e73d4556",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_d5d28",
                            table="agencies_membershipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membershipevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="df835924b50d95a6db71abe79246756a9a4766b8",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6e26b",
                            table="agencies_membershipevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("user", "agency", "role"),
                        name="membership_role_once",
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="role_belongs_to_the_kind",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE kind_ text;",
                            func="\n    IF NEW.ended_at IS NOT NULL THEN RETURN NEW; END IF;\n    SELECT kind INTO kind_ FROM agencies_agency WHERE id = NEW.agency_id;\n    IF (NEW.role, kind_) NOT IN (('social_worker', 'csc'), ('team_manager', 'csc'), ('service_manager', 'csc'), ('head_of_service', 'csc'), ('conference_chair', 'csc'), ('business_support', 'csc'), ('representative', 'acute'), ('representative', 'adult_services'), ('representative', 'child_development'), ('representative', 'college'), ('representative', 'community_health'), ('representative', 'early_help'), ('representative', 'early_years'), ('representative', 'gp'), ('representative', 'housing'), ('representative', 'lado'), ('representative', 'legal'), ('representative', 'mental_health'), ('representative', 'midwifery'), ('representative', 'nursery'), ('representative', 'other_authority'), ('representative', 'police'), ('representative', 'probation'), ('representative', 'school'), ('representative', 'voluntary'), ('representative', 'youth_justice'), ('police_decision_maker', 'police'), ('safeguarding_lead', 'acute'), ('safeguarding_lead', 'adult_services'), ('safeguarding_lead', 'child_development'), ('safeguarding_lead', 'college'), ('safeguarding_lead', 'community_health'), ('safeguarding_lead', 'early_help'), ('safeguarding_lead', 'early_years'), ('safeguarding_lead', 'gp'), ('safeguarding_lead', 'housing'), ('safeguarding_lead', 'lado'), ('safeguarding_lead', 'legal'), ('safeguarding_lead', 'mental_health'), ('safeguarding_lead', 'midwifery'), ('safeguarding_lead', 'nursery'), ('safeguarding_lead', 'other_authority'), ('safeguarding_lead', 'police'), ('safeguarding_lead', 'probation'), ('safeguarding_lead', 'school'), ('safeguarding_lead', 'voluntary'), ('safeguarding_lead', 'youth_justice'), ('information_governance', 'csc'), ('administrator', 'csc'), ('agency_administrator', 'acute'), ('agency_administrator', 'adult_services'), ('agency_administrator', 'child_development'), ('agency_administrator', 'college'), ('agency_administrator', 'community_health'), ('agency_administrator', 'csc'), ('agency_administrator', 'early_help'), ('agency_administrator', 'early_years'), ('agency_administrator', 'gp'), ('agency_administrator', 'housing'), ('agency_administrator', 'lado'), ('agency_administrator', 'legal'), ('agency_administrator', 'mental_health'), ('agency_administrator', 'midwifery'), ('agency_administrator', 'nursery'), ('agency_administrator', 'other_authority'), ('agency_administrator', 'police'), ('agency_administrator', 'probation'), ('agency_administrator', 'school'), ('agency_administrator', 'voluntary'), ('agency_administrator', 'youth_justice')) THEN\n        RAISE EXCEPTION 'the role % is not held in an agency of the kind %', NEW.role, kind_\n            USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.rank <> '' AND kind_ <> 'police' THEN\n        RAISE EXCEPTION 'only the police have ranks' USING ERRCODE = 'check_violation';\n    END IF;\n    IF NEW.team_id IS NOT NULL\n       AND NOT EXISTS (SELECT 1 FROM agencies_team WHERE id = NEW.team_id AND agency_id = NEW.agency_id) THEN\n        RAISE EXCEPTION 'a team of another agency' USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                            hash="8e766d64af5c299b4e759a78ad24d9affdc01b91",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_role_belongs_to_the_kind_0fd59",
                            table="agencies_membership",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_membershipevent" ("agency_id", "decides", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "role", "since", "team_id", "user_id") VALUES (NEW."agency_id", NEW."decides", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."qualified", NEW."rank", NEW."role", NEW."since", NEW."team_id", NEW."user_id"); RETURN NULL;',
                            hash="bffac7c597976e867c11d6c1f1b1d85a9cb0f4c5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_da12b",
                            table="agencies_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "agencies_membershipevent" ("agency_id", "decides", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "role", "since", "team_id", "user_id") VALUES (NEW."agency_id", NEW."decides", NEW."ended_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."qualified", NEW."rank", NEW."role", NEW."since", NEW."team_id", NEW."user_id"); RETURN NULL;',
                            hash="ed9c61e3c63ed334f5f6201638846e5486b4f67a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bda2e",
                            table="agencies_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="membership",
                    trigger=pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "agencies_membershipevent" ("agency_id", "decides", "ended_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "qualified", "rank", "role", "since", "team_id", "user_id") VALUES (OLD."agency_id", OLD."decides", OLD."ended_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."qualified", OLD."rank", OLD."role", OLD."since", OLD."team_id", OLD."user_id"); RETURN NULL;',
                            hash="230e4dd9412a286e2689a1a0e22cba5f72247ac2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_c36fb",
                            table="agencies_membership",
                            when="AFTER",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="teamevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="5be9a28be82ca0343814a54c23f86b588ba5ede6",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_752c4",
                            table="agencies_teamevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="teamevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="4e80e1d5d55219b2f3a611b0da038b5e1cf7bca7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_3af7d",
                            table="agencies_teamevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="not_emptied",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'Cannot empty the % table', TG_TABLE_NAME;",
                            hash="f9b9de473a7e2e61335ec448c5c1e93aae2169da",
                            level="STATEMENT",
                            operation="TRUNCATE",
                            pgid="pgtrigger_not_emptied_93534",
                            table="agencies_userevent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="userevent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="714b7253e5f975ca8259b15e3b2ccadc02458099",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_b5ce1",
                            table="agencies_userevent",
                            when="BEFORE",
                        ),
                    ),
                ),
            ]
        ),
        migrations.RunSQL(SHARED_CACHE, "DROP TABLE shared_cache"),
    ]

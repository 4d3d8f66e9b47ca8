import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("agencies", "0013_domains_and_kinds")]

    operations = [
        migrations.RemoveField(
            model_name="identityprovider",
            name="domains",
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
    ]

from django.contrib import admin

from agencies.administration import Administration, site
from retention.models import RetentionSetting


@admin.register(RetentionSetting, site=site)
class RetentionSettingAdmin(Administration):
    list_display = ("code", "partnership", "years", "source_note")

from django.contrib import admin

from retention.models import RetentionSetting


@admin.register(RetentionSetting)
class RetentionSettingAdmin(admin.ModelAdmin):
    list_display = ("code", "partnership", "years", "source_note")

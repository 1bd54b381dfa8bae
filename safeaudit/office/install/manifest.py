"""The manifest that tells Excel where the task pane is: an XML manifest, because the JSON one is not taken by Excel for Mac."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit
from xml.sax.saxutils import escape, quoteattr

import safeaudit
from safeaudit.words import Words

LOCAL_URL = "https://localhost:8765"
TASKPANE_ID = "Office.AutoShowTaskpaneWithDocument"
"""The name a workbook asks for when it opens the pane by itself; the manifest and the workbook must use the same."""
ICONS = (16, 32, 80)
_LOCALES = {"en": "en-US", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "ar": "ar-SA", "ru": "ru-RU", "zh": "zh-CN"}


def add_in_id(url: str = LOCAL_URL) -> str:
    """The add-in's identity: always the same for one address, another for another, so that two offices do not collide."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"safeaudit {url.rstrip('/')}"))


def manifest(w: Words, url: str = LOCAL_URL, *, office: str = "") -> str:
    """The manifest for a server under `url` (https, no trailing slash); `office` names who runs it. ValueError for http."""
    url = url.rstrip("/")
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise ValueError(url)
    icon = f"{url}/static/taskpane/icons/icon-"
    title, group = w.t("Safety audit"), w.t("Guide and check")
    button, more = (
        w.t("Open the guide"),
        w.t("Guides you through the safety audit workbook, checks it and builds the report."),
    )
    started = w.t("Safety audit is ready: open the guide on the tab Home.")
    resources = {
        "images": [_resource("Image", f"safeaudit.icon{size}", f"{icon}{size}.png") for size in ICONS],
        "urls": [_resource("Url", "safeaudit.pane", f"{url}/taskpane"), _resource("Url", "safeaudit.more", f"{url}/")],
        "short": _strings(group=group, button=button, started=title),
        "long": _strings(tip=more, ready=started),
    }
    icons = "".join(f'<bt:Image size="{size}" resid="safeaudit.icon{size}"/>' for size in ICONS)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OfficeApp xmlns="http://schemas.microsoft.com/office/appforoffice/1.1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xmlns:bt="http://schemas.microsoft.com/office/officeappbasictypes/1.0" \
xmlns:ov="http://schemas.microsoft.com/office/taskpaneappversionoverrides" xsi:type="TaskPaneApp">
  <Id>{add_in_id(url)}</Id>
  <Version>{_version()}</Version>
  <ProviderName>{escape(office or "safeaudit")}</ProviderName>
  <DefaultLocale>{_LOCALES.get(w.language, "en-US")}</DefaultLocale>
  <DisplayName DefaultValue={quoteattr(title)}/>
  <Description DefaultValue={quoteattr(more)}/>
  <IconUrl DefaultValue="{icon}32.png"/>
  <HighResolutionIconUrl DefaultValue="{icon}80.png"/>
  <SupportUrl DefaultValue={quoteattr(url + "/")}/>
  <AppDomains><AppDomain>{escape(f"https://{parts.netloc}")}</AppDomain></AppDomains>
  <Hosts><Host Name="Workbook"/></Hosts>
  <Requirements><Sets DefaultMinVersion="1.4"><Set Name="ExcelApi"/></Sets></Requirements>
  <DefaultSettings><SourceLocation DefaultValue={quoteattr(url + "/taskpane")}/></DefaultSettings>
  <Permissions>ReadWriteDocument</Permissions>
  <VersionOverrides xmlns="http://schemas.microsoft.com/office/taskpaneappversionoverrides" xsi:type="VersionOverridesV1_0">
    <Hosts><Host xsi:type="Workbook"><DesktopFormFactor>
      <GetStarted><Title resid="safeaudit.started"/><Description resid="safeaudit.ready"/><LearnMoreUrl resid="safeaudit.more"/></GetStarted>
      <ExtensionPoint xsi:type="PrimaryCommandSurface"><OfficeTab id="TabHome"><Group id="safeaudit.group1">
        <Label resid="safeaudit.group"/><Icon>{icons}</Icon>
        <Control xsi:type="Button" id="safeaudit.open"><Label resid="safeaudit.button"/>
          <Supertip><Title resid="safeaudit.button"/><Description resid="safeaudit.tip"/></Supertip><Icon>{icons}</Icon>
          <Action xsi:type="ShowTaskpane"><TaskpaneId>{TASKPANE_ID}</TaskpaneId><SourceLocation resid="safeaudit.pane"/></Action>
        </Control>
      </Group></OfficeTab></ExtensionPoint>
    </DesktopFormFactor></Host></Hosts>
    <Resources>
      <bt:Images>{"".join(resources["images"])}</bt:Images>
      <bt:Urls>{"".join(resources["urls"])}</bt:Urls>
      <bt:ShortStrings>{"".join(resources["short"])}</bt:ShortStrings>
      <bt:LongStrings>{"".join(resources["long"])}</bt:LongStrings>
    </Resources>
  </VersionOverrides>
</OfficeApp>
"""


def _resource(kind: str, name: str, value: str) -> str:
    return f'<bt:{kind} id="{name}" DefaultValue={quoteattr(value)}/>'


def _strings(**texts: str) -> list[str]:
    return [_resource("String", f"safeaudit.{name}", text) for name, text in texts.items()]


def _version() -> str:
    """Four numbers, as Office wants it."""
    numbers = [part for part in safeaudit.__version__.split(".") if part.isdigit()]
    return ".".join([*numbers, "0", "0", "0"][:4])

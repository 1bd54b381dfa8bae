"""The OpenAPI document: the parts of it that FastAPI cannot know, as bodies are read in the jobs’ processes."""

from __future__ import annotations

from typing import Any

from safeaudit.service import models
from safeaudit.service.http.gate import OPEN

Json = dict[str, Any]
"""A part of the document."""

PROBLEMS: dict[int | str, Json] = {
    status: {"model": models.Message, "description": text}
    for status, text in {
        400: "The body is not whole, or is no JSON.",
        401: "The access code is missing or wrong.",
        403: "Asked by another site's page.",
        404: "No such address.",
        405: "Not in that way.",
        408: "The upload took too long.",
        411: "No Content-Length.",
        413: "Larger than the limit.",
        415: "Neither JSON nor a form.",
        421: "Another host's name.",
        422: "What was sent cannot be used; the sentence says why.",
        500: "A fault of ours.",
        503: "Busy, or ended before the work was done; see Retry-After.",
    }.items()
}
"""Every way in which a request can end that is not what was asked for."""


def bytes_of(content_type: str) -> dict[int | str, Json]:
    return {
        200: {"description": "The file.", "content": {content_type: {"schema": {"type": "string", "format": "binary"}}}}
    }


def json_body(model: str) -> Json:
    reference = {"$ref": f"#/components/schemas/{model}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": reference}}}}


def form_body(model: str) -> Json:
    reference = {"$ref": f"#/components/schemas/{model}"}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": reference}}}}


def completed(document: Json) -> Json:
    """The document with the types of bodies, which are read in the jobs' processes and so unknown to FastAPI."""
    schemas = document["components"]["schemas"]
    if "CommandRequest" in schemas:
        return document
    for model in (models.CommandRequest, models.ReportRequest, models.CheckUpload, models.ReportUpload, models.Session):
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    binary = {"type": "string", "format": "binary"}
    for name in ("CheckUpload", "ReportUpload"):
        schemas[name]["properties"]["file"] = binary
        schemas[name]["required"] = ["file"]
    schemas["ReportUpload"]["properties"]["template"] = binary
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    document["components"]["securitySchemes"] = {
        "token": {"type": "apiKey", "in": "header", "name": "X-Safeaudit-Token"},
    }
    document["security"] = [{"token": []}]
    for path in OPEN:
        for operation in document["paths"][path].values():
            operation["security"] = []
    return document

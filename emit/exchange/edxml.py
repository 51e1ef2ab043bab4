"""Plans as packets of the exchange between offices (edXML, QCVN 102:2016/BTTTT): what the paper
says of itself as the head, the JSON of the plan as the attachment. The receiver's system files it
with the paper; `kehoach check` and `kehoach extract` read it back."""

from __future__ import annotations

import base64
import uuid
from pathlib import PurePath

from kehoach.emit.exchange.xml import Branch, document_bytes
from kehoach.emit.json import to_bytes
from kehoach.emit.origin import Origin
from kehoach.schema.models import Plan

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_SPACE = uuid.UUID("0d2a6a53-6f6f-5c6b-9d8b-5f3a3a0c77b1")
"""Our own name space: the same plan is the same packet, whenever it is made."""
_NOT_TOLD = "N/A"
"""How the standard says that a field has no value."""


def to_edxml(plan: Plan, origin: Origin) -> bytes:
    """A packet with the plan. Sender and receiver are the offices' own systems' to fill in: their
    codes do not stand in a paper."""
    root = Branch.root("edXML", NAMESPACE)
    envelope = root.branch("edXMLEnvelope")
    header = envelope.branch("edXMLHeader")
    _write_header(header.branch("MessageHeader"), plan)
    header.branch("TraceHeaderList")
    data = to_bytes(plan, origin)
    name = f"{PurePath(origin.paper).stem or 'ke-hoach'}.json"
    identity = f"{uuid.uuid5(_SPACE, plan.source.sha256)}"
    manifest = envelope.branch("edXMLBody").branch("edXMLManifest", version="1.0")
    reference = manifest.branch("Reference")
    reference.leaf("ContentId", f"cid:{identity}")
    reference.leaf("ContentType", "application/json")
    reference.leaf("AttachmentName", name)
    attachment = root.branch("edXMLAttachmentEncoded").branch("Attachment")
    attachment.leaf("ContentId", identity)
    attachment.leaf("ContentType", "application/json")
    attachment.leaf("AttachmentName", name)
    attachment.leaf("ContentTransferEncoded", base64.b64encode(data).decode())
    return document_bytes(root.element)


def _write_header(header: Branch, plan: Plan) -> None:
    document = plan.document
    sender = header.branch("From")
    sender.leaf("OrganId", _NOT_TOLD)
    sender.leaf("OrganName", document.issuer or _NOT_TOLD)
    header.branch("To").leaf("OrganId", _NOT_TOLD)
    code = header.branch("Code")
    code.leaf("CodeNumber", (document.number or _NOT_TOLD).partition("/")[0])
    code.leaf("CodeNotation", document.symbol or _NOT_TOLD)
    promulgation = header.branch("PromulgationInfo")
    promulgation.leaf("Place", document.place or _NOT_TOLD)
    promulgation.leaf("PromulgationDate", (document.issued_on or _NOT_TOLD).replace("-", "/"))
    kind = header.branch("DocumentType")
    kind.leaf("TypeName", document.type or _NOT_TOLD)
    header.leaf("Subject", document.title or _NOT_TOLD)
    signer = document.signer
    if signer is not None:
        author = header.branch("SignerInfo")
        author.leaf("Competence", signer.role or _NOT_TOLD)
        author.leaf("FullName", signer.name or _NOT_TOLD)
    places = header.branch("ToPlaces")
    for recipient in document.recipients:
        places.leaf("Place", recipient)
    header.leaf("SteeringType", "0")

//! Answers and errors of awsQuery: XML, or JSON for those who ask for it.

use crate::json::JsonWriter;
use crate::message::{ErrorReply, Reply};
use crate::query::xml::XmlWriter;
use crate::schema::{Operation, Service};
use crate::typed::Write;

const XML: &str = "text/xml";
const JSON: &str = "application/json";

pub(crate) fn encode_response(
    service: &Service,
    operation: &Operation,
    output: &dyn Write,
    request_id: &str,
    accept: Option<&str>,
) -> Reply {
    let name = operation.name;
    if wants_json(accept) {
        let mut json = JsonWriter::default();
        json.begin_object();
        json.key(&format!("{name}Response"));
        json.begin_object();
        if let Some(wrapper) = operation.result_wrapper {
            json.key(wrapper);
            output.write(&mut json);
        }
        json.key("ResponseMetadata");
        json.begin_object();
        json.key("RequestId");
        json.text(request_id);
        json.end_object();
        json.end_object();
        json.end_object();
        return reply(operation.http.status, JSON, request_id, json.finish());
    }
    let mut xml = XmlWriter::default();
    let response = format!("{name}Response");
    xml.open_with_namespace(&response, service.xml_namespace);
    if let Some(wrapper) = operation.result_wrapper {
        xml.open(wrapper);
        output.write(&mut xml);
        xml.close(wrapper);
    }
    xml.open("ResponseMetadata");
    xml.text("RequestId", request_id);
    xml.close("ResponseMetadata");
    xml.close(&response);
    reply(operation.http.status, XML, request_id, xml.finish())
}

pub(crate) fn encode_error(
    service: &Service,
    error: &ErrorReply,
    request_id: &str,
    accept: Option<&str>,
) -> Reply {
    let fault = if error.status < 500 { "Sender" } else { "Receiver" };
    if wants_json(accept) {
        let mut json = JsonWriter::default();
        json.begin_object();
        json.key("Error");
        json.begin_object();
        json.key("Code");
        json.text(&error.code);
        if let Some(message) = &error.message {
            json.key("Message");
            json.text(message);
        }
        json.key("Type");
        json.text(fault);
        json.end_object();
        json.key("RequestId");
        json.text(request_id);
        json.end_object();
        return reply(error.status, JSON, request_id, json.finish());
    }
    let mut xml = XmlWriter::default();
    xml.open_with_namespace("ErrorResponse", service.xml_namespace);
    xml.open("Error");
    xml.text("Type", fault);
    xml.text("Code", &error.code);
    if let Some(message) = &error.message {
        xml.text("Message", message);
    }
    xml.close("Error");
    xml.text("RequestId", request_id);
    xml.close("ErrorResponse");
    reply(error.status, XML, request_id, xml.finish())
}

fn reply(status: u16, content_type: &str, request_id: &str, body: String) -> Reply {
    Reply {
        status,
        headers: vec![
            ("Content-Type", content_type.to_owned()),
            ("x-amzn-RequestId", request_id.to_owned()),
        ],
        body: body.into_bytes(),
    }
}

/// Whether `Accept` names JSON before XML or anything.
fn wants_json(accept: Option<&str>) -> bool {
    let types = accept.unwrap_or_default().split(',').map(|entry| {
        let (name, _) = entry.split_once(';').unwrap_or((entry, ""));
        name.trim()
    });
    let mut known =
        types.filter(|name| matches!(*name, "application/json" | "text/xml" | "application/xml" | "*/*"));
    known.next() == Some("application/json")
}

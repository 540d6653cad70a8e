//! Roles Anywhere: trust anchors, profiles, CRLs, subjects, and CreateSession.
#![forbid(unsafe_code)]

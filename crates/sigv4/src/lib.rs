//! AWS Signature Version 4: canonical request, string to sign, sign and verify; header, presigned and X.509.
#![forbid(unsafe_code)]

//! The client side: runs a plan that ends in a credential.
#![forbid(unsafe_code)]

//! The operations, driven through their rows as the pipeline drives them, without a server.

mod access;
mod aliases;
mod certificates;
mod crls;
mod mappings;
mod pages;
mod profiles;
mod remembered;
mod sessions;
mod subjects;
mod tags;
mod trust;
mod trust_anchors;
mod world;

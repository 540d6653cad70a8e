//! The policy engine against published and recorded behaviour of AWS.

#[cfg(test)]
mod case;
#[cfg(test)]
mod changes;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod deviations;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod explanations;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod patterns;
mod unreadable;
#[cfg(test)]
mod validation;

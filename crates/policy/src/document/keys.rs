//! The condition keys that a document reads.

use std::collections::HashSet;

use super::{Document, Version};

impl Document<'_> {
    /// Every condition key that the document names, in conditions and in variables, as first written
    /// and in that order; letter case does not tell keys apart
    /// (IAM API, `GetContextKeysForCustomPolicy`).
    ///
    /// ```
    /// use tegata_policy::Document;
    ///
    /// let text = r#"{"Version": "2012-10-17", "Statement": {
    ///     "Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::b/${aws:username}/*",
    ///     "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:ResourceTag/team, 'none'}"}}
    /// }}"#;
    /// assert_eq!(
    ///     Document::parse(text)?.condition_keys(),
    ///     ["aws:username", "aws:PrincipalTag/team", "aws:ResourceTag/team"]
    /// );
    /// # Ok::<(), tegata_policy::SyntaxError>(())
    /// ```
    #[must_use]
    pub fn condition_keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        let mut seen = HashSet::new();
        let mut add = |key| {
            if seen.insert(str::to_lowercase(key)) {
                keys.push(key);
            }
        };
        for statement in &self.statements {
            let resources = statement.resources.iter().flat_map(|entries| &entries.items);
            resources
                .flat_map(|resource| self.variables(&resource.text))
                .for_each(&mut add);
            for condition in &statement.conditions {
                add(&condition.key.text);
                if condition.operator.comparison.takes_variables() {
                    let values = condition.values.iter();
                    values
                        .flat_map(|value| self.variables(&value.text))
                        .for_each(&mut add);
                }
            }
        }
        keys
    }

    fn variables<'a>(&self, text: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = if self.version == Some(Version::V2012) {
            text
        } else {
            ""
        };
        crate::compile::variable_keys(text)
    }
}

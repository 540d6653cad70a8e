//! The services that a server answers for, as tables of rows.

use std::collections::BTreeMap;

use tegata_operation::{Refusal, Row};
use tegata_wire::{Operation, Service};

/// A service: what it speaks, how it refuses, and what it can do.
#[derive(Clone, Copy)]
pub struct Table {
    /// Operations and shapes.
    pub service: &'static Service,
    /// How the pipeline refuses on its behalf.
    pub refusal: Refusal,
    /// One row an operation.
    pub rows: &'static [Row],
}

/// All services, found by name.
pub(crate) struct Services(Vec<Served>);

/// A service with its rows in the order of its operations.
pub(crate) struct Served {
    pub(crate) table: Table,
    rows: BTreeMap<&'static str, (usize, &'static Row)>,
}

/// An operation of a service that is built.
#[derive(Clone, Copy)]
pub(crate) struct Target {
    pub(crate) service: &'static Service,
    pub(crate) refusal: Refusal,
    pub(crate) row: &'static Row,
    /// Its number among all operations of all services.
    pub(crate) number: usize,
}

/// The services of Tegata.
#[must_use]
pub(crate) fn all() -> Vec<Table> {
    vec![
        Table {
            service: tegata_services_iam::SERVICE,
            refusal: tegata_services_iam::REFUSAL,
            rows: tegata_services_iam::ROWS,
        },
        Table {
            service: tegata_services_sts::SERVICE,
            refusal: tegata_services_sts::REFUSAL,
            rows: tegata_services_sts::ROWS,
        },
        Table {
            service: tegata_services_rolesanywhere::SERVICE,
            refusal: tegata_services_rolesanywhere::REFUSAL,
            rows: tegata_services_rolesanywhere::ROWS,
        },
        Table {
            service: tegata_services_trail::SERVICE,
            refusal: tegata_services_trail::REFUSAL,
            rows: tegata_services_trail::ROWS,
        },
    ]
}

impl Services {
    pub(crate) fn new(tables: Vec<Table>) -> Self {
        let mut number = 0..;
        let mut serve = |table: Table| {
            let rows = table.rows.iter().zip(number.by_ref());
            Served {
                table,
                rows: rows
                    .map(|(row, number)| (row.operation.name, (number, row)))
                    .collect(),
            }
        };
        Self(tables.into_iter().map(&mut serve).collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Served> {
        self.0.iter()
    }

    /// How many operations there are; their numbers are below it.
    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|served| served.rows.len()).sum()
    }

    /// The service that signs under this name.
    pub(crate) fn signing(&self, name: &str) -> Option<&Served> {
        self.0
            .iter()
            .find(|served| served.table.service.signing_name == name)
    }
}

impl Served {
    /// The row of an operation that the service's schema knows; `None` when it is not built.
    pub(crate) fn target(&self, operation: &Operation) -> Option<Target> {
        let (number, row) = self.rows.get(operation.name)?;
        let Table { service, refusal, .. } = self.table;
        Some(Target {
            service,
            refusal,
            row,
            number: *number,
        })
    }

    /// Every operation that is built.
    pub(crate) fn targets(&self) -> impl Iterator<Item = Target> {
        let Table { service, refusal, .. } = self.table;
        self.rows.values().map(move |(number, row)| Target {
            service,
            refusal,
            row,
            number: *number,
        })
    }
}

//! Permissions boundaries of users and roles: `Put…` and `Delete{User,Role}PermissionsBoundary`.

use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{Role, User};

use crate::holder::{self, Principal};
use crate::{access, managed_policy, operation};

operation! {
    /// Bounds what a user can be allowed.
    PutUserPermissionsBoundary: Writes, access::users::put_user_permissions_boundary,
    |input, _, ctx| put::<User>(&input.user_name, &input.permissions_boundary, ctx)
}

operation! {
    /// Bounds what a role can be allowed.
    PutRolePermissionsBoundary: Writes, access::roles::put_role_permissions_boundary,
    |input, _, ctx| put::<Role>(&input.role_name, &input.permissions_boundary, ctx)
}

operation! {
    /// Removes the boundary of a user.
    DeleteUserPermissionsBoundary: Writes, access::users::delete_user_permissions_boundary,
    |input, _, ctx| delete::<User>(&input.user_name, ctx)
}

operation! {
    /// Removes the boundary of a role.
    DeleteRolePermissionsBoundary: Writes, access::roles::delete_role_permissions_boundary,
    |input, _, ctx| delete::<Role>(&input.role_name, ctx)
}

fn put<H: Principal>(name: &str, policy: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        *holder.boundary_mut() = Some(managed_policy::boundary(policy, ctx)?);
        Ok(())
    })
}

fn delete<H: Principal>(name: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        *holder.boundary_mut() = None;
        Ok(())
    })
}

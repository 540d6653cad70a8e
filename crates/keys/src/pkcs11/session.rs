//! A session with one token, which survives that the token is taken out and put back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cryptoki_sys::{CK_SESSION_HANDLE, CK_SLOT_ID};

use super::error::TokenError;
use super::ffi::{Cryptoki, TokenInfo};
use super::module::{Generation, Inner, Module};
use super::pin::{self, PinSource, Pins};
use super::slots::{self, Slot};

/// An open session. It ends, and the user is logged out, when it is dropped.
pub(super) struct Session {
    module: Arc<Module>,
    token: TokenInfo,
    state: Mutex<State>,
}

struct State {
    handle: CK_SESSION_HANDLE,
    slot: CK_SLOT_ID,
    /// In which the handle was made; none when it is closed.
    generation: Option<Generation>,
    /// Counts openings: object handles of an earlier one mean nothing.
    epoch: u64,
    /// Who logs in again when the session had to be opened again.
    login: Option<PinSource>,
    pins: Pins,
}

/// The session while no other call can be under way.
pub(super) struct Access<'a> {
    pub(super) cryptoki: &'a mut Cryptoki,
    pub(super) handle: CK_SESSION_HANDLE,
    pub(super) slot: CK_SLOT_ID,
    pub(super) epoch: u64,
    pub(super) pins: &'a mut Pins,
}

impl Session {
    /// Opens a session that only reads, without a login.
    pub(super) fn open(module: &Arc<Module>, slot: &Slot) -> Result<Arc<Self>, TokenError> {
        let mut inner = module.inner();
        let handle = open(&mut inner, slot.id)?;
        let state = State {
            handle,
            slot: slot.id,
            generation: Some(inner.generation()),
            epoch: 0,
            login: None,
            pins: Pins::default(),
        };
        drop(inner);
        Ok(Arc::new(Self {
            module: Arc::clone(module),
            token: slot.token.clone(),
            state: Mutex::new(state),
        }))
    }

    /// The token's label, for messages.
    pub(super) fn label(&self) -> &str {
        &self.token.label
    }

    pub(super) const fn token(&self) -> &TokenInfo {
        &self.token
    }

    /// Whether it is a session with this module's token in this slot.
    pub(super) fn is_with(&self, module: &Arc<Module>, slot: &Slot) -> bool {
        self.is_of(module) && slots::same_token(&self.token, &slot.token)
    }

    pub(super) fn is_of(&self, module: &Arc<Module>) -> bool {
        Arc::ptr_eq(&self.module, module)
    }

    /// Logs the user in; from now on the login is renewed with the session.
    pub(super) fn log_in(&self, source: &PinSource) -> Result<(), TokenError> {
        if self.state().login.is_some() {
            return Ok(());
        }
        self.run(|access| pin::log_in(access, source))?;
        self.state().login = Some(source.clone());
        Ok(())
    }

    /// Does something with the token. When the session turns out to be no more, it is opened again, once,
    /// and the thing is done again; so it must not remember handles of another [`Access::epoch`].
    ///
    /// # Errors
    /// What it fails with; [`TokenError::Gone`] when the token is not there any more.
    pub(super) fn run<T>(
        &self,
        mut action: impl FnMut(&mut Access<'_>) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        let mut state = self.state();
        let mut inner = self.module.inner();
        if state.generation == Some(inner.generation()) {
            match action(&mut state.access(&mut inner)) {
                Err(error) if error.is_gone() => {}
                other => return other,
            }
        }
        self.reopen(&mut state, &mut inner)?;
        action(&mut state.access(&mut inner))
    }

    fn reopen(&self, state: &mut State, inner: &mut Inner) -> Result<(), TokenError> {
        let now = inner.generation();
        // When only another module was restarted, this session is likely as good as before. It is closed
        // after the new one is open, which then needs no login.
        let kept = state
            .generation
            .take_if(|opened| *opened != now && opened.is_same_module_as(now))
            .map(|opened| (state.handle, opened));
        state.close(inner);
        let reopened = self.open_anew(state, inner);
        if let Some((handle, opened)) = kept
            && opened.is_same_module_as(inner.generation())
            && handle != state.handle
        {
            let _ = inner.cryptoki.close_session(handle);
        }
        reopened
    }

    fn open_anew(&self, state: &mut State, inner: &mut Inner) -> Result<(), TokenError> {
        let gone = || TokenError::Gone {
            token: self.token.label.clone(),
        };
        if let Some(slot) = slots::find_token(inner, &self.token)?
            && self.take(state, inner, &slot).is_ok()
        {
            return self.renew_login(state, inner);
        }
        // Some modules, SoftHSM among them, look for tokens only when they are initialised.
        inner.restart()?;
        let slot = slots::find_token(inner, &self.token)?.ok_or_else(gone)?;
        self.take(state, inner, &slot).map_err(|_| gone())?;
        self.renew_login(state, inner)
    }

    fn take(&self, state: &mut State, inner: &mut Inner, slot: &Slot) -> Result<(), TokenError> {
        state.handle = open(inner, slot.id)?;
        state.slot = slot.id;
        state.generation = Some(inner.generation());
        state.epoch += 1;
        Ok(())
    }

    fn renew_login(&self, state: &mut State, inner: &mut Inner) -> Result<(), TokenError> {
        match state.login.clone() {
            Some(source) => pin::log_in(&mut state.access(inner), &source),
            None => Ok(()),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Gives the session's place on the token back, unless the module's restart has done so.
    fn close(&mut self, inner: &mut Inner) {
        let opened = self.generation.take();
        if opened.is_some_and(|opened| opened.is_same_module_as(inner.generation())) {
            // The module may have closed it by itself.
            let _ = inner.cryptoki.close_session(self.handle);
        }
    }

    fn access<'a>(&'a mut self, inner: &'a mut Inner) -> Access<'a> {
        Access {
            cryptoki: &mut inner.cryptoki,
            handle: self.handle,
            slot: self.slot,
            epoch: self.epoch,
            pins: &mut self.pins,
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        state.close(&mut self.module.inner());
    }
}

fn open(inner: &mut Inner, slot: CK_SLOT_ID) -> Result<CK_SESSION_HANDLE, TokenError> {
    inner
        .cryptoki
        .open_session(slot)
        .map_err(TokenError::failed("open a session"))
}

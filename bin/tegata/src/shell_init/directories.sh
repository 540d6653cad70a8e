
# Switches to the profile that the nearest .tegata names, and clears it on the way out.
function __tegata_directory {
  local code=$? folder=$PWD profile=
  [ "$PWD" != "${__tegata_seen-}" ] || return $code
  __tegata_seen=$PWD
  while [ ! -f "${folder%/}/.tegata" ] && [ -n "$folder" ]; do folder=${folder%/*}; done
  if [ -f "${folder%/}/.tegata" ]; then
    profile=$(@TEGATA@ shell-init --profile-of "${folder%/}/.tegata") || profile=
  fi
  [ "$profile" != "${__tegata_held-}" ] || return $code
  if [ -n "$profile" ]; then
    [ "$profile" = "${AWS_VAULT-}" ] || __tegata_switch "$profile" || return $code
  elif [ "${AWS_VAULT-}" = "$__tegata_held" ]; then
    __tegata_forget
  fi
  __tegata_held=$profile
  return $code
}

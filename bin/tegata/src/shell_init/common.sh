# Takes away what speaks for an account, and the region and endpoint that came with it, if they are still the same.
function __tegata_forget {
  local name came=${TEGATA_SHELL-${AWS_VAULT:+@PLACE@}}
  unset @IDENTITY@ AWS_VAULT TEGATA_SHELL
  for name in @PLACE@; do
    eval "case \" \$came \" in *\" $name \"* | *\" $name=\${$name-} \"*) unset $name ;; esac"
  done
}

# The account of a profile, with what else `tegata export` is to be told. This shell is as it was when that fails.
function __tegata_switch {
  local profile=${1-} text name free= came=
  [ $# -eq 0 ] || shift
  text=$(__tegata_forget; @TEGATA@ export --format=sh "$@" -- "$profile") || return
  __tegata_forget
  for name in @PLACE@; do
    eval "[ -n \"\${$name+set}\" ]" || free="$free $name "
  done
  eval "$text"
  for name in @PLACE@; do
    case $free in *" $name "*) eval "came=\"\$came\${$name+ $name=\$$name}\"" ;; esac
  done
  export AWS_VAULT="$profile" TEGATA_SHELL="$came"
}

# How long the credentials still hold; nothing where they do not end.
function __tegata_left {
  local end=${AWS_CREDENTIAL_EXPIRATION-} year month left
  case $end in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z) ;;
    *) return 0 ;;
  esac
  year=$((10#${end:0:4})) month=$((10#${end:5:2}))
  # Years that begin in March have their leap day at the end.
  if [ "$month" -le 2 ]; then year=$((year - 1)) month=$((month + 12)); fi
  left=$((365 * year + year / 4 - year / 100 + year / 400 + (153 * (month - 3) + 2) / 5 + 10#${end:8:2} - 719469))
  left=$((left * 86400 + 10#${end:11:2} * 3600 + 10#${end:14:2} * 60 + 10#${end:17:2} - ${EPOCHSECONDS:-$(date +%s)}))
  if [ "$left" -le 0 ]; then
    printf 'ended'
  elif [ "$left" -ge 3600 ]; then
    printf '%dh%02dm' $((left / 3600)) $((left % 3600 / 60))
  elif [ "$left" -ge 60 ]; then
    printf '%dm' $((left / 60))
  else
    printf '%ds' "$left"
  fi
}

function @NAME@_prompt {
  [ -n "${AWS_VAULT-}" ] || return 0
  local name=${AWS_VAULT//[[:cntrl:]]/?} left
  left=$(__tegata_left)
  # Zsh looks for escapes in what it has put into a prompt.
  [ -z "${ZSH_VERSION-}" ] || name=${name//\%/%%}
  printf '%s' "$name${left:+ $left}"
}

function @NAME@ {
  local left
  case ${1-} in
    --refresh)
      shift
      if [ -z "${AWS_VAULT-}" ]; then
        echo '@NAME@: there is no account to refresh; run: @NAME@ PROFILE' >&2
        return 1
      fi
      __tegata_switch "$AWS_VAULT" "$@"
      ;;
    --clear) __tegata_forget ;;
    --help | -h) echo 'usage: @NAME@ [PROFILE [FLAGS OF tegata export] | --refresh | --clear]' ;;
    --)
      shift
      __tegata_switch "$@"
      ;;
    -*)
      printf '@NAME@: there is no flag %s; run: @NAME@ --help\n' "${1//[[:cntrl:]]/?}" >&2
      return 2
      ;;
    *)
      if [ $# -gt 0 ]; then
        __tegata_switch "$@"
      elif [ -z "${AWS_VAULT-}" ]; then
        echo 'no account'
      else
        left=$(__tegata_left)
        printf '%s%s\n' "${AWS_VAULT//[[:cntrl:]]/?}" "${left:+ ($left)}"
      fi
      ;;
  esac
}

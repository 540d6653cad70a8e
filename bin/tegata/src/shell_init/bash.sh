
function __tegata_complete {
  local name quoted word=${COMP_WORDS[COMP_CWORD]}
  COMPREPLY=()
  [ "$COMP_CWORD" -eq 1 ] || return 0
  while IFS= read -r name; do
    printf -v quoted %q "$name"
    case $name in "$word"*) COMPREPLY+=("$quoted") && continue ;; esac
    case $quoted in "$word"*) COMPREPLY+=("$quoted") ;; esac
  done < <(@TEGATA@ list --profiles 2>/dev/null; printf '%s\n' --refresh --clear)
}
complete -F __tegata_complete @NAME@

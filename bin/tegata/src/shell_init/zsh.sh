
zmodload zsh/datetime 2>/dev/null

function __tegata_complete {
  local -a names
  (( CURRENT == 2 )) || return 0
  names=("${(@f)$(@TEGATA@ list --profiles 2>/dev/null)}" --refresh --clear)
  compadd -- "${(@)names:#}"
}
(( ! $+functions[compdef] )) || compdef __tegata_complete @NAME@

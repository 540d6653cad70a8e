autoload -Uz add-zsh-hook
add-zsh-hook precmd __tegata_directory

[[ ${PROMPT_COMMAND-} == *__tegata_directory* ]] ||
  PROMPT_COMMAND="__tegata_directory${PROMPT_COMMAND:+;$PROMPT_COMMAND}"

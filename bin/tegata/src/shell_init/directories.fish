
# Switches to the profile that the nearest .tegata names, and clears it on the way out.
function __tegata_directory --on-variable PWD
    set -l folder $PWD
    set -l profile ''
    while not test -f "$folder/.tegata"; and test -n "$folder"
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    if test -f "$folder/.tegata"
        set profile (@TEGATA@ shell-init --profile-of "$folder/.tegata")
        or set profile ''
    end
    test "$profile" != "$__tegata_held"; or return 0
    if test -n "$profile"
        if test "$profile" != "$AWS_VAULT"
            __tegata_switch $profile
            or return 0
        end
    else if test "$AWS_VAULT" = "$__tegata_held"
        __tegata_forget
    end
    set -g __tegata_held $profile
end
__tegata_directory

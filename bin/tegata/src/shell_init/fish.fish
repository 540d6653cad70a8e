# Takes away what speaks for an account, and the region and endpoint that came with it, if they are still the same.
function __tegata_gone
    printf '%s\n' @IDENTITY@ AWS_VAULT TEGATA_SHELL
    if set -q TEGATA_SHELL
        for name in @PLACE@
            contains -- "$name=$$name" (string split -n ' ' -- "$TEGATA_SHELL"); and echo $name
        end
    else if set -q AWS_VAULT
        printf '%s\n' @PLACE@
    end
end

function __tegata_forget
    for name in (__tegata_gone)
        set -eg $name
    end
end

# The account of a profile, with what else `tegata export` is to be told. This shell is as it was when that fails.
function __tegata_switch
    set -l profile "$argv[1]"
    set -l flags $argv
    set -e flags[1]
    set -l text (env (for name in (__tegata_gone); printf '%s\n' -u $name; end) @TEGATA@ export --format=fish $flags -- $profile)
    or return
    __tegata_forget
    set -l free
    for name in @PLACE@
        set -q $name; or set -a free $name
    end
    printf '%s\n' $text | source
    set -l came
    for name in $free
        set -q $name; and set -a came "$name=$$name"
    end
    set -gx AWS_VAULT $profile
    set -gx TEGATA_SHELL "$came"
    # `set` leaves the status of before.
    return 0
end

# How long the credentials still hold; nothing where they do not end.
function __tegata_left
    set -l end (string match -r '^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$' -- "$AWS_CREDENTIAL_EXPIRATION")
    or return 0
    set -l year $end[2]
    set -l month $end[3]
    # Years that begin in March have their leap day at the end.
    if test $month -le 2
        set year (math $year - 1)
        set month (math $month + 12)
    end
    set -l days (math "365 * $year + floor($year / 4) - floor($year / 100) + floor($year / 400) + floor((153 * ($month - 3) + 2) / 5) + $end[4] - 719469")
    set -l left (math "$days * 86400 + $end[5] * 3600 + $end[6] * 60 + $end[7] - "(date +%s))
    if test $left -le 0
        printf ended
    else if test $left -ge 3600
        printf '%dh%02dm' (math "floor($left / 3600)") (math "floor($left % 3600 / 60)")
    else if test $left -ge 60
        printf '%dm' (math "floor($left / 60)")
    else
        printf '%ds' $left
    end
end

function @NAME@_prompt
    test -n "$AWS_VAULT"; or return 0
    printf '%s' (string replace -ra '[[:cntrl:]]' '?' -- $AWS_VAULT)
    set -l left (__tegata_left)
    test -z "$left"; or printf ' %s' $left
end

function @NAME@
    if test (count $argv) -eq 0
        if test -z "$AWS_VAULT"
            echo 'no account'
            return
        end
        set -l left (__tegata_left)
        test -z "$left"; or set left " ($left)"
        printf '%s%s\n' (string replace -ra '[[:cntrl:]]' '?' -- $AWS_VAULT) $left
        return
    end
    set -l rest $argv
    set -e rest[1]
    switch "$argv[1]"
        case --refresh
            if test -z "$AWS_VAULT"
                echo '@NAME@: there is no account to refresh; run: @NAME@ PROFILE' >&2
                return 1
            end
            __tegata_switch $AWS_VAULT $rest
        case --clear
            __tegata_forget
        case --help -h
            echo 'usage: @NAME@ [PROFILE [FLAGS OF tegata export] | --refresh | --clear]'
        case --
            __tegata_switch $rest
        case '-*'
            printf '@NAME@: there is no flag %s; run: @NAME@ --help\n' (string replace -ra '[[:cntrl:]]' '?' -- $argv[1]) >&2
            return 2
        case '*'
            __tegata_switch $argv
    end
end

complete -c @NAME@ -f -n 'test (count (commandline -opc)) -eq 1' -a '(@TEGATA@ list --profiles 2>/dev/null)'
complete -c @NAME@ -f -l refresh -d 'The same account again'
complete -c @NAME@ -f -l clear -d 'No account'

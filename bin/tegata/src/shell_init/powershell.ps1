# Takes away what speaks for an account, and the region and endpoint that came with it, if they are still the same.
function global:__TegataGone {
    @IDENTITY@
    'AWS_VAULT'
    'TEGATA_SHELL'
    if ($null -ne $Env:TEGATA_SHELL) {
        $came = $Env:TEGATA_SHELL.Split(' ')
        @(@PLACE@) | Where-Object { $came -ccontains "$_=" + [Environment]::GetEnvironmentVariable($_) }
    }
    elseif ($Env:AWS_VAULT) { @PLACE@ }
}

function global:__TegataForget {
    foreach ($name in @(__TegataGone)) { [Environment]::SetEnvironmentVariable($name, $null) }
}

# The account of a profile, with what else `tegata export` is to be told. This shell is as it was when that fails.
function global:__TegataSwitch {
    $account, $flags = $args
    $before = @{}
    foreach ($name in @(__TegataGone)) { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    __TegataForget
    $text = & @TEGATA@ export --format=powershell @flags '--' $account
    if ($LASTEXITCODE -ne 0) {
        foreach ($name in $before.Keys) { [Environment]::SetEnvironmentVariable($name, $before[$name]) }
        return
    }
    $free = @(@PLACE@) | Where-Object { $null -eq [Environment]::GetEnvironmentVariable($_) }
    Invoke-Expression ($text -join "`n")
    $came = @($free) | ForEach-Object { "$_=" + [Environment]::GetEnvironmentVariable($_) }
    $Env:AWS_VAULT = $account
    # An empty variable is none here.
    $Env:TEGATA_SHELL = ' ' + ($came -join ' ')
}

# How long the credentials still hold; nothing where they do not end.
function global:__TegataLeft {
    if (-not $Env:AWS_CREDENTIAL_EXPIRATION) { return '' }
    $left = ([DateTimeOffset]::Parse($Env:AWS_CREDENTIAL_EXPIRATION) - [DateTimeOffset]::UtcNow)
    if ($left.TotalSeconds -le 0) { return 'ended' }
    if ($left.TotalHours -ge 1) { return '{0}h{1:d2}m' -f [int][Math]::Floor($left.TotalHours), $left.Minutes }
    if ($left.TotalMinutes -ge 1) { return '{0}m' -f $left.Minutes }
    '{0}s' -f $left.Seconds
}

function global:@NAME@_prompt {
    if (-not $Env:AWS_VAULT) { return '' }
    (($Env:AWS_VAULT -replace '\p{C}', '?') + ' ' + (__TegataLeft)).TrimEnd()
}

function global:@NAME@ {
    if ($args.Count -eq 0) {
        if (-not $Env:AWS_VAULT) { return 'no account' }
        $left = __TegataLeft
        if ($left) { $left = " ($left)" }
        return ($Env:AWS_VAULT -replace '\p{C}', '?') + $left
    }
    $first, $rest = $args
    switch -Exact ($first) {
        '--refresh' {
            if (-not $Env:AWS_VAULT) { Write-Error '@NAME@: there is no account to refresh; run: @NAME@ PROFILE'; return }
            __TegataSwitch $Env:AWS_VAULT @rest
        }
        '--clear' { __TegataForget }
        '--help' { '@NAME@ [PROFILE [FLAGS OF tegata export] | --refresh | --clear]' }
        default { __TegataSwitch @args }
    }
}

Register-ArgumentCompleter -Native -CommandName @NAME@ -ScriptBlock {
    param($word)
    & @TEGATA@ list --profiles 2>$null | Where-Object { $_.StartsWith($word.Trim("'")) } | ForEach-Object {
        $quoted = "'" + [System.Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($_) + "'"
        [System.Management.Automation.CompletionResult]::new($quoted, $_, 'ParameterValue', $_)
    }
}

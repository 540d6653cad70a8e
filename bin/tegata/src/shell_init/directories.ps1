
# Switches to the profile that the nearest .tegata names, and clears it on the way out.
function global:__TegataDirectory {
    if ($PWD.Path -eq $global:__TegataSeen) { return }
    $global:__TegataSeen = $PWD.Path
    $account = ''
    $folder = if ($PWD.Provider.Name -eq 'FileSystem') { Get-Item -LiteralPath $PWD.ProviderPath -Force }
    while ($folder -and -not (Test-Path -LiteralPath (Join-Path $folder.FullName '.tegata') -PathType Leaf)) { $folder = $folder.Parent }
    if ($folder) { $account = [string](& @TEGATA@ shell-init --profile-of (Join-Path $folder.FullName '.tegata')) }
    if ($account -ceq [string]$global:__TegataHeld) { return }
    if ($account) {
        if ($account -cne $Env:AWS_VAULT) { __TegataSwitch $account }
        if ($account -cne $Env:AWS_VAULT) { return }
    }
    elseif ($Env:AWS_VAULT -ceq $global:__TegataHeld) { __TegataForget }
    $global:__TegataHeld = $account
}
if (-not $global:__TegataPrompt) {
    $global:__TegataPrompt = $function:prompt
    function global:prompt { __TegataDirectory; & $global:__TegataPrompt }
}

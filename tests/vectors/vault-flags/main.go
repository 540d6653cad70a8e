// Reads command lines of aws-vault (ByteNess 7.13) from standard input and tells what kingpin makes of each. The
// definitions follow the fact sheet of its commands; nothing is run.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"gopkg.in/alecthomas/kingpin.v2"
)

type line struct {
	Args []string          `json:"args"`
	Env  map[string]string `json:"env,omitempty"`
}

type outcome struct {
	line
	Kind      string            `json:"kind"`
	Command   string            `json:"command,omitempty"`
	Error     string            `json:"error,omitempty"`
	Flags     map[string]string `json:"flags,omitempty"`
	Arguments []string          `json:"arguments,omitempty"`
	Words     []string          `json:"words,omitempty"`
}

// duration keeps its text. The reader of newer kingpins takes d and w, too, and does not escape what it quotes.
type duration struct{ text string }

func (d *duration) String() string { return d.text }
func (d *duration) Set(text string) error {
	_, err := time.ParseDuration(text)
	d.text = text
	if err != nil {
		return fmt.Errorf("%s", strings.ReplaceAll(err.Error(), `\xc3\xa9`, "é"))
	}
	return nil
}

var (
	backends = []string{"secret-service", "kwallet", "keyctl", "pass", "passage", "file", "op-connect", "op",
		"op-desktop", "proton-pass", "tegata-file"}
	prompts  = []string{"kdialog", "terminal"}
	profiles = func() []string { return []string{"default", "prod", "two words"} }
)

type definer interface {
	Flag(name, help string) *kingpin.FlagClause
}

type application struct {
	*kingpin.Application
	values    map[string]map[string]func() string
	arguments *[]string
}

// flag defines one, and keeps how to see its value under the command that has it.
func (a *application) flag(command string, on definer, name, kind, short, variable string) *kingpin.FlagClause {
	flag := on.Flag(name, "help")
	if a.values[command] == nil {
		a.values[command] = map[string]func() string{}
	}
	if short != "" {
		flag.Short(rune(short[0]))
	}
	if variable != "" {
		flag.Envar(variable)
	}
	switch kind {
	case "switch":
		value := flag.Bool()
		a.values[command][name] = func() string { return fmt.Sprint(*value) }
	case "duration":
		value := &duration{}
		flag.SetValue(value)
		a.values[command][name] = value.String
	case "backend":
		value := flag.Enum(backends...)
		a.values[command][name] = func() string { return *value }
	case "format":
		value := flag.Enum("env", "export-env", "json", "ini")
		a.values[command][name] = func() string { return *value }
	default:
		value := flag.String()
		a.values[command][name] = func() string { return *value }
	}
	return flag
}

func (a *application) add(name, alias string, flags [][4]string, arguments ...string) *kingpin.CmdClause {
	command := a.Command(name, "help")
	if alias != "" {
		command.Alias(alias)
	}
	for _, flag := range flags {
		a.flag(name, command, flag[0], flag[1], flag[2], flag[3])
	}
	for _, name := range arguments {
		argument := command.Arg(strings.Trim(name, "!+*"), "help")
		if strings.Contains(name, "!") {
			argument.Required()
		}
		if strings.Contains(name, "*") {
			argument.HintAction(profiles)
		}
		if strings.Contains(name, "+") {
			argument.SetValue(&many{a.arguments})
		} else {
			argument.SetValue(&one{a.arguments})
		}
	}
	return command
}

type one struct{ all *[]string }

func (o *one) String() string { return "" }
func (o *one) Set(text string) error {
	*o.all = append(*o.all, text)
	return nil
}

type many struct{ all *[]string }

func (m *many) String() string     { return "" }
func (m *many) IsCumulative() bool { return true }
func (m *many) Set(text string) error {
	*m.all = append(*m.all, text)
	return nil
}

func define() *application {
	a := &application{kingpin.New("aws-vault", "help"), map[string]map[string]func() string{}, &[]string{}}
	a.Version("VERSION").VersionFlag.Short('v')
	for _, flag := range [][4]string{
		{"debug", "switch", "", ""},
		{"backend", "backend", "", "AWS_VAULT_BACKEND"},
		{"prompt", "text", "", "AWS_VAULT_PROMPT"},
		{"keychain", "text", "", "AWS_VAULT_KEYCHAIN_NAME"},
		{"secret-service-collection", "text", "", "AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME"},
		{"pass-dir", "text", "", "AWS_VAULT_PASS_PASSWORD_STORE_DIR"},
		{"pass-cmd", "text", "", "AWS_VAULT_PASS_CMD"},
		{"pass-prefix", "text", "", "AWS_VAULT_PASS_PREFIX"},
		{"file-dir", "text", "", "AWS_VAULT_FILE_DIR"},
		{"op-timeout", "duration", "", "AWS_VAULT_OP_TIMEOUT"},
		{"op-vault-id", "text", "", "AWS_VAULT_OP_VAULT_ID"},
		{"op-item-title-prefix", "text", "", "AWS_VAULT_OP_ITEM_TITLE_PREFIX"},
		{"op-item-tag", "text", "", "AWS_VAULT_OP_ITEM_TAG"},
		{"op-connect-host", "text", "", "AWS_VAULT_OP_CONNECT_HOST"},
		{"op-desktop-account-id", "text", "", "AWS_VAULT_OP_DESKTOP_ACCOUNT_ID"},
		{"proton-pass-share-id", "text", "", "AWS_VAULT_PROTON_PASS_SHARE_ID"},
		{"proton-pass-item-title-prefix", "text", "", "AWS_VAULT_PROTON_PASS_ITEM_TITLE_PREFIX"},
		{"proton-pass-api-base", "text", "", "AWS_VAULT_PROTON_PASS_API_BASE"},
		{"proton-pass-timeout", "duration", "", "AWS_VAULT_PROTON_PASS_TIMEOUT"},
		{"biometrics", "switch", "", "AWS_VAULT_BIOMETRICS"},
	} {
		a.flag("", a, flag[0], flag[1], flag[2], flag[3])
	}
	a.Validate(func(*kingpin.Application) error {
		prompt := a.values[""]["prompt"]()
		for _, known := range append(prompts, "") {
			if prompt == known {
				return nil
			}
		}
		return fmt.Errorf("--prompt value must be one of %s, got '%s'", strings.Join(prompts, ","), prompt)
	})
	session := [][4]string{
		{"duration", "duration", "d", "AWS_VAULT_DURATION"},
		{"no-session", "switch", "n", ""},
		{"region", "text", "", ""},
		{"mfa-token", "text", "t", ""},
	}
	a.add("add", "", [][4]string{{"env", "switch", "", ""}, {"add-config", "switch", "", ""}}, "profile!")
	remove := a.add("remove", "rm", [][4]string{{"sessions-only", "switch", "s", ""}, {"force", "switch", "f", ""}},
		"profile!*")
	remove.GetFlag("sessions-only").Hidden()
	a.add("list", "ls", [][4]string{{"profiles", "switch", "", ""}, {"sessions", "switch", "", ""},
		{"credentials", "switch", "", ""}})
	a.add("rotate", "", [][4]string{{"no-session", "switch", "n", ""}}, "profile*")
	exec := a.add("exec", "", append(session[:4:4], [][4]string{{"json", "switch", "j", ""},
		{"server", "switch", "s", ""}, {"ec2-server", "switch", "", ""}, {"ecs-server", "switch", "", ""},
		{"lazy", "switch", "", ""}, {"stdout", "switch", "", "AWS_VAULT_STDOUT"},
		{"profile-env", "switch", "", "AWS_VAULT_PROFILE_ENV"}}...), "profile*", "cmd", "args+")
	exec.GetFlag("json").Hidden()
	a.add("export", "", append(session[:4:4], [][4]string{{"format", "format", "", ""},
		{"stdout", "switch", "", "AWS_VAULT_STDOUT"}}...), "profile*")
	a.add("clear", "", nil, "profile*")
	a.add("login", "", [][4]string{session[0], session[1], {"auto-logout", "switch", "a", "AWS_VAULT_AUTO_LOGOUT"},
		session[3], {"path", "text", "", ""}, session[2], {"stdout", "switch", "s", "AWS_VAULT_STDOUT"}}, "profile*")
	a.add("proxy", "server", [][4]string{{"stop", "switch", "", ""}}).Hidden()
	migrate := a.add("migrate-backend", "", [][4]string{{"from", "text", "", ""}, {"to", "text", "", ""},
		{"profile", "text", "", ""}, {"dry-run", "switch", "", ""}, {"overwrite", "switch", "", ""},
		{"delete-source", "switch", "", ""}})
	migrate.GetFlag("from").Required()
	migrate.GetFlag("to").Required()
	a.add("version", "", nil)
	a.UsageTemplate("help on:{{if .Context.SelectedCommand}}{{.Context.SelectedCommand}}{{end}}\n")
	return a
}

func tell(given line) (told outcome) {
	told.line = given
	for name, value := range given.Env {
		os.Setenv(name, value)
		defer os.Unsetenv(name)
	}
	stdout, err := os.CreateTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.Remove(stdout.Name())
	var usage, errors bytes.Buffer
	a := define()
	a.UsageWriter(&usage).ErrorWriter(&errors)
	a.Terminate(func(status int) { panic(status) })
	kept := os.Stdout
	os.Stdout = stdout
	defer func() {
		os.Stdout = kept
		status := recover()
		if status == nil {
			return
		}
		if _, ok := status.(int); !ok {
			panic(status)
		}
		stdout.Seek(0, io.SeekStart)
		printed, _ := io.ReadAll(stdout)
		told.classify(string(printed), usage.String(), errors.String())
	}()
	command, err := a.Parse(given.Args)
	if err != nil {
		told.Kind, told.Error = "error", err.Error()
		return
	}
	told.Kind, told.Command, told.Arguments, told.Flags = "run", command, *a.arguments, map[string]string{}
	for _, of := range []string{"", command} {
		for name, value := range a.values[of] {
			if text := value(); text != "" && text != "false" {
				told.Flags[name] = text
			}
		}
	}
	return
}

func (o *outcome) classify(printed, usage, errors string) {
	switch {
	case strings.HasPrefix(usage, "help on:"):
		o.Kind, o.Command = "help", strings.TrimSpace(strings.TrimPrefix(usage, "help on:"))
	case usage == "VERSION\n":
		o.Kind = "version"
	case errors != "":
		o.Kind, o.Error = "topic", strings.TrimSpace(strings.TrimPrefix(errors, "aws-vault: error: "))
	case strings.HasPrefix(printed, "usage: "):
		o.Kind = "long"
	case strings.HasPrefix(printed, ".TH"):
		o.Kind = "manual"
	case strings.HasPrefix(printed, "\n_aws-vault_bash"):
		o.Kind = "bash"
	case strings.HasPrefix(printed, "\n#compdef"):
		o.Kind = "zsh"
	default:
		o.Kind = "completion"
		if printed != "" {
			o.Words = strings.Split(printed, "\n")
		}
	}
}

func main() {
	var lines []line
	if err := json.NewDecoder(os.Stdin).Decode(&lines); err != nil {
		panic(err)
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	for _, given := range lines {
		encoder.Encode(tell(given))
	}
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

type enum struct {
	allowed []string
	value   string
}

func (e *enum) String() string { return e.value }
func (e *enum) Type() string   { return "string" }
func (e *enum) Set(s string) error {
	for _, a := range e.allowed {
		if a == s {
			e.value = s
			return nil
		}
	}
	return fmt.Errorf("%s is not included in %s", s, strings.Join(e.allowed, ","))
}

var root *cobra.Command

type outcome struct {
	Args    []string          `json:"args"`
	Kind    string            `json:"kind"`
	Command string            `json:"command,omitempty"`
	Flags   map[string]string `json:"flags,omitempty"`
	Error   string            `json:"error,omitempty"`
}

var result outcome

func report(cmd *cobra.Command, args []string) {
	result.Kind = "run"
	result.Command = cmd.Name()
	result.Flags = map[string]string{}
	cmd.Flags().Visit(func(f *pflag.Flag) { result.Flags[f.Name] = f.Value.String() })
}

func sub(name string, define func(*pflag.FlagSet), groups ...string) {
	c := &cobra.Command{Use: name + " [flags]", Run: report}
	define(c.PersistentFlags())
	root.AddCommand(c)
	for _, g := range groups {
		c.MarkFlagsMutuallyExclusive(strings.Split(g, " ")...)
	}
}

func strs(f *pflag.FlagSet, names string) {
	for _, n := range strings.Fields(names) {
		d := ""
		if n == "system-store-name" {
			d = "MY"
		}
		if n == "profile" {
			d = "default"
		}
		f.String(n, d, "")
	}
}
func bools(f *pflag.FlagSet, names string) {
	for _, n := range strings.Fields(names) {
		f.Bool(n, false, "")
	}
}

func credentials(more func(*pflag.FlagSet)) func(*pflag.FlagSet) {
	return func(f *pflag.FlagSet) {
		strs(f, "role-arn profile-arn trust-anchor-arn region endpoint certificate private-key intermediates cert-selector system-store-name pkcs11-lib tpm-key-password role-session-name pkcs8-password")
		f.Int("session-duration", 3600, "")
		bools(f, "no-verify-ssl with-proxy debug use-latest-expiring-certificate reuse-pin no-tpm-key-password")
		more(f)
	}
}

var common = []string{
	"certificate cert-selector", "certificate system-store-name", "private-key cert-selector", "private-key system-store-name",
	"private-key use-latest-expiring-certificate", "use-latest-expiring-certificate intermediates", "use-latest-expiring-certificate reuse-pin",
	"cert-selector intermediates", "cert-selector reuse-pin", "system-store-name reuse-pin", "tpm-key-password cert-selector",
	"tpm-key-password reuse-pin", "no-tpm-key-password cert-selector", "no-tpm-key-password tpm-key-password", "pkcs8-password tpm-key-password",
}

func main() {
	root = &cobra.Command{Use: "aws_signing_helper [command]", Run: func(cmd *cobra.Command, args []string) { _ = cmd.Help() }}
	sub("credential-process", credentials(func(f *pflag.FlagSet) {}), common...)
	sub("serve", credentials(func(f *pflag.FlagSet) { f.Int("port", 9911, ""); f.Int("hop-limit", 64, "") }), common...)
	sub("update", credentials(func(f *pflag.FlagSet) { strs(f, "profile"); bools(f, "once") }), common...)
	sub("sign-string", func(f *pflag.FlagSet) {
		strs(f, "certificate private-key cert-selector system-store-name pkcs11-lib tpm-key-password pkcs8-password")
		bools(f, "debug use-latest-expiring-certificate reuse-pin no-tpm-key-password")
		f.Var(&enum{[]string{"json", "text", "bin"}, "json"}, "format", "")
		f.Var(&enum{[]string{"SHA256", "SHA384", "SHA512"}, "SHA256"}, "digest", "")
	}, "certificate cert-selector", "certificate system-store-name", "private-key cert-selector", "private-key system-store-name",
		"private-key use-latest-expiring-certificate", "use-latest-expiring-certificate reuse-pin", "cert-selector reuse-pin",
		"system-store-name reuse-pin", "tpm-key-password cert-selector", "tpm-key-password reuse-pin", "no-tpm-key-password cert-selector",
		"no-tpm-key-password reuse-pin", "no-tpm-key-password tpm-key-password", "pkcs8-password tpm-key-password")
	sub("read-certificate-data", func(f *pflag.FlagSet) {
		strs(f, "certificate cert-selector system-store-name pkcs11-lib")
		bools(f, "debug")
	}, "certificate cert-selector", "certificate system-store-name")
	sub("version", func(f *pflag.FlagSet) {})

	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		result.Kind = "help"
		result.Command = cmd.CommandPath()
		_ = help
	})
	result.Args = os.Args[1:]
	if result.Args == nil {
		result.Args = []string{}
	}
	err := root.Execute()
	if err != nil {
		result.Kind = "error"
		result.Command = ""
		result.Flags = nil
		result.Error = err.Error()
	}
	_ = json.NewEncoder(os.NewFile(3, "result")).Encode(result)
	if err != nil {
		os.Exit(1)
	}
}

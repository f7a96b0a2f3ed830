using System.CommandLine;
using Command = System.CommandLine.Command;

namespace DiploTracker.Cli;

/// <summary><c>diplo completion bash</c>: the script by which a shell completes a command line of diplo.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # bash completion of diplo: source <(diplo completion bash)
        _diplo() {
            local line="${COMP_LINE:0:$COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" IFS=$'\n'
            COMPREPLY=($(compgen -W "$(diplo "[suggest:${#line}]" "$line" 2>/dev/null)" -- "$word"))
        }
        complete -o default -F _diplo diplo
        """;

    private const string Zsh =
        """
        #compdef diplo
        # zsh completion of diplo: source <(diplo completion zsh), after compinit
        _diplo() {
            local line="${BUFFER[1,CURSOR]}"
            local -a words=("${(@f)$(diplo "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -a words || _files
        }
        compdef _diplo diplo
        """;

    public static Command Build(Guard guard)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash or zsh." };
        shell.AcceptOnlyFromAmong("bash", "zsh");
        var command = new Command("completion", "The script by which a shell completes command lines of diplo.")
        {
            shell,
        };
        command.SetAction(guard(async (parsed, session, _) =>
        {
            await session.Terminal.Out.WriteLineAsync(parsed.GetValue(shell) == "bash" ? Bash : Zsh);
            return ExitCode.Done;
        }));
        return command;
    }
}

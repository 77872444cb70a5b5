using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Goalkeeper.Cli.Commands;

namespace Goalkeeper.Cli;

/// <summary>The usual help, and below it how a command is typed.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var examples = command is CliCommand one
            ? one.Examples
            : command.Subcommands.OfType<CliCommand>().Select(c => c.Examples[0]);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine($"  goalkeeper {example.Command}");
            output.WriteLine($"      {example.Effect}");
        }
        return result;
    }
}

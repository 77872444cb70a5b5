using System.CommandLine;
using Goalkeeper.Store;

namespace Goalkeeper.Cli;

/// <summary>Says what is wrong with a command line, and what was probably meant.</summary>
internal static class UsageError
{
    /// <summary>A sentence about the first error: the others are often only its consequences.</summary>
    public static string Describe(ParseResult arguments)
    {
        var command = arguments.CommandResult.Command;
        var help = command is RootCommand ? "goalkeeper --help" : $"goalkeeper {command.Name} --help";
        var problem = Problem(arguments, command);
        return $"{problem}{(problem.EndsWith('?') ? "" : ".")} `{help}` shows what there is.";
    }

    private static string Problem(ParseResult arguments, Command command)
    {
        if (arguments.UnmatchedTokens is not [var word, ..])
        {
            if (command.Options.FirstOrDefault(o => o.Arity.MinimumNumberOfValues > 0 && arguments.GetResult(o) is { Implicit: false, Tokens: [] }) is { } empty)
                return $"{empty.Name} needs {Placeholder(empty)}: {Sentence(empty)}";
            if (command.Arguments.FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && arguments.GetResult(a)?.Tokens is not [_, ..]) is { } missing)
                return $"`goalkeeper {command.Name}` needs <{missing.Name}>: {Sentence(missing)}";
            if (command.Options.FirstOrDefault(o => o.Required && arguments.GetResult(o) is null or { Implicit: true }) is { } required)
                return $"`goalkeeper {command.Name}` needs {required.Name} {Placeholder(required)}: {Sentence(required)}";
            return arguments.Errors[0].Message.TrimEnd('.');
        }
        var isOption = word.StartsWith('-');
        IEnumerable<string> known = isOption
            ? command.Options.SelectMany(o => o.Aliases.Append(o.Name))
            : command.Subcommands.Select(c => c.Name);
        var kind = isOption ? "option" : command is RootCommand ? "command" : "argument";
        var hint = Spelling.Hint(word, known);
        return $"unknown {kind} `{word}`{hint}";
    }

    private static string Placeholder(Option option) => option.HelpName is { } name ? $"<{name}>" : "a value";

    private static string Sentence(Symbol symbol) => symbol.Description?.TrimEnd('.') ?? "";
}

using System.CommandLine;
using System.CommandLine.Help;
using Goalkeeper.Cli.Commands;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli;

/// <summary>The <c>goalkeeper</c> command: words in, an exit code out. Errors are sentences on the error stream.</summary>
internal static class CommandLine
{
    /// <summary>Does what the words say.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> words, CommandContext context)
    {
        var verbose = new Option<bool>("--verbose") { Description = "Show where in the program an error came from.", Recursive = true };
        var root = Root(context, verbose);
        // No response files: a value may start with @.
        var arguments = root.Parse(words, new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        try
        {
            if (arguments.Errors.Count > 0) return Fail([UsageError.Describe(arguments)], ExitCode.UserError);
            var exitCode = arguments.Invoke(new InvocationConfiguration
            {
                // Suggestions for a shell come as lines of one text.
                Output = words is [['[', ..], ..] ? context.Out.Raw : context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // commands that can stop cleanly listen themselves
            });
            context.Out.Flush(); // a full disk may show only now
            return exitCode;
        }
        catch (UserErrorException e)
        {
            return Fail(e.Lines, ExitCode.UserError, e);
        }
        catch (StoreException e)
        {
            return Fail([e.Message], ExitCode.Failure, e);
        }
        catch (ReaderGoneException)
        {
            return ExitCode.Success;
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or TypeInitializationException)
        {
            return Fail([$"{e.Message.Trim()} May this process open enough files (`ulimit -n`)?"], ExitCode.Failure, e);
        }
        catch (IOException e)
        {
            return Fail([$"the output cannot be written: {e.Message}"], ExitCode.Failure, e);
        }
        catch (Exception e)
        {
            return Fail([$"unexpected {e.GetType().Name}: {e.Message} (--verbose shows where)"], ExitCode.Failure, e);
        }

        int Fail(IReadOnlyList<string> sentences, int exitCode, Exception? exception = null)
        {
            try
            {
                context.Out.Flush(); // so that what came first is read first
            }
            catch (IOException)
            {
                // The error is what matters now.
            }
            foreach (var sentence in sentences) context.Error.WriteLine($"error: {sentence}");
            if (exception is not null && arguments.GetValue(verbose)) context.Error.Write($"{exception}\n");
            return exitCode;
        }
    }

    /// <summary>The command with all its commands.</summary>
    public static RootCommand Root(CommandContext context, Option<bool> verbose)
    {
        var root = new RootCommand("Runs hyperparameter sweeps, keeps every trial in a SQLite database, and writes reports.")
        {
            new RunCommand(context),
            new RetryCommand(context),
            new WorkCommand(context),
            new StopCommand(context),
            new PlanCommand(context),
            new InitCommand(context),
            new ListCommand(context),
            new ShowCommand(context),
            new LogsCommand(context),
            new TrialsCommand(context),
            new QueryCommand(context),
            new CompareCommand(context),
            new ReportCommand(context),
            new ExportCommand(context),
            new MergeCommand(context),
            new TagCommand(context),
            new NoteCommand(context),
            new RenameCommand(context),
            new DeleteCommand(context),
            new GradCheckCommand(context),
            new PredictCommand(context),
            new VerifyCommand(context),
            new CompletionCommand(context),
            new HelpCommand(),
            verbose,
        };
        var help = root.Options.OfType<HelpOption>().Single();
        // -? and /h are for another system's habits: they would clutter every help and every completion.
        foreach (var alias in help.Aliases.Where(alias => alias != "-h").ToList()) help.Aliases.Remove(alias);
        var action = new HelpWithExamples((HelpAction)help.Action!);
        help.Action = action;
        root.SetAction(action.Invoke);
        return root;
    }
}

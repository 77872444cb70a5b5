using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Runner;

namespace Goalkeeper.Cli.Progress;

/// <summary>Chooses how trials that run are shown.</summary>
internal static class SweepDisplay
{
    /// <summary>Drawn in place on a terminal, lines elsewhere. To be disposed where it can be.</summary>
    /// <param name="context">Whose error stream it is shown on.</param>
    /// <param name="announce">Says how the sweep starts.</param>
    public static ISweepObserver Of(CommandContext context, Action<SweepStart> announce) => context.ErrorCanRedraw
        ? new LiveProgress(TerminalConsole.Create(context.Error.Raw, context.UseColor), context.Clock, announce)
        : new PlainProgress(context.Error, context.Clock, announce);
}

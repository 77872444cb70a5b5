using System.Runtime.CompilerServices;
using Spectre.Console;

namespace Goalkeeper.Cli.Output;

/// <summary>Spectre.Console on a writer that is known to be a terminal.</summary>
internal static class TerminalConsole
{
    /// <summary>The columns of the terminal. Not inlined: who asks for no terminal's does without Spectre.Console.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Width(TextWriter writer) => Create(writer, useColor: false).Profile.Width;

    /// <summary>A console that writes to <paramref name="writer"/>.</summary>
    public static IAnsiConsole Create(TextWriter writer, bool useColor) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = AnsiSupport.Yes,
        ColorSystem = useColor ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
    });
}

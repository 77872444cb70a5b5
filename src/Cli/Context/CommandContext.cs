using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Context;

/// <summary>What commands need of the world around them; tests give them another.</summary>
internal sealed record CommandContext
{
    /// <summary>Where results go.</summary>
    public required OutputWriter Out { get; init; }

    /// <summary>Where progress, remarks and errors go.</summary>
    public required OutputWriter Error { get; init; }

    /// <summary>Environment variables, by name.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Begins to listen for a wish to stop, such as Ctrl-C; a command that does not listen is simply ended by it.</summary>
    public Func<StopRequest> ListenForStop { get; init; } = StopRequest.FromSignals;

    /// <summary>Reads a line that a person types; null where nobody is there to ask.</summary>
    public Func<string?>? ReadAnswer { get; init; } = Console.IsInputRedirected ? null : Console.ReadLine;

    /// <summary>Opens a store to read and write.</summary>
    public Func<string, SweepStore> OpenStore { get; init; } = SweepStore.Open;

    /// <summary>How a network is trained, or null for the real thing.</summary>
    public Train? Train { get; init; }

    /// <summary>How a gradient is checked, or null for the real thing.</summary>
    public CheckGradient? CheckGradient { get; init; }

    /// <summary>Whether terminals may be written to in colour: https://no-color.org.</summary>
    public bool UseColor => string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>Whether <see cref="Error"/> can be redrawn in place.</summary>
    public bool ErrorCanRedraw => Error.IsTerminal && Variable("TERM") != "dumb";

    /// <summary>Where built-in datasets that need a file look for it.</summary>
    public string DataFolder => Variable("GOALKEEPER_DATA") is { Length: > 0 } folder ? folder : "data";
}

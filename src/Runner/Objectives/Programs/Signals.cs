using System.Globalization;

namespace Goalkeeper.Runner;

/// <summary>Signals by their names.</summary>
internal static class Signals
{
    /// <summary>The name with its number, as in <c>SIGSEGV (11)</c>; a signal whose number differs between systems has only that.</summary>
    public static string Name(int signal)
    {
        var name = signal switch
        {
            1 => "SIGHUP",
            2 => "SIGINT",
            3 => "SIGQUIT",
            4 => "SIGILL",
            5 => "SIGTRAP",
            6 => "SIGABRT",
            8 => "SIGFPE",
            9 => "SIGKILL",
            11 => "SIGSEGV",
            13 => "SIGPIPE",
            14 => "SIGALRM",
            15 => "SIGTERM",
            _ => null,
        };
        var number = signal.ToString(CultureInfo.InvariantCulture);
        return name is null ? number : $"{name} ({number})";
    }
}

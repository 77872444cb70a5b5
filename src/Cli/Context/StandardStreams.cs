using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Goalkeeper.Cli.Context;

/// <summary>The process's own output and error streams.</summary>
internal static class StandardStreams
{
    // Kept open: see Occupy.
    private static readonly List<FileStream> Placeholders = [];

    /// <summary>Opens both.</summary>
    /// <returns>Where results go, and where all else goes. A failure of the first is an <see cref="IOException"/>; one of the second is
    /// passed over, since there is nobody left to be told.</returns>
    public static (OutputWriter Out, OutputWriter Error) Open()
    {
        if (!OperatingSystem.IsWindows()) Occupy();
        var output = new StandardStream(Writable(1, Console.OpenStandardOutput), isNeeded: true);
        var error = new StandardStream(Writable(2, Console.OpenStandardError), isNeeded: false);
        // A terminal sees each line at once; a pipe or a file gets them in large pieces.
        return (
            new OutputWriter(Writer(output, Console.IsOutputRedirected ? 1 << 16 : 0), isTerminal: !Console.IsOutputRedirected, output),
            new OutputWriter(Writer(error, 0), isTerminal: !Console.IsErrorRedirected));
    }

    // A stream that was closed leaves its number to the next file that is opened, which what is printed would then be written into.
    private static void Occupy()
    {
        FileStream stream;
        while ((stream = File.OpenRead("/dev/null")).SafeFileHandle.DangerousGetHandle() <= 2) Placeholders.Add(stream);
        stream.Dispose();
    }

    // The console takes a pipe that nobody reads for a success; a FileStream says so. A file, whose place in it may be shared with
    // another process or the other stream, is the console's.
    private static Stream Writable(int number, Func<Stream> console)
    {
        if (OperatingSystem.IsWindows()) return console();
        var stream = new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, 0);
        return stream.CanSeek ? console() : stream;
    }

    private static TextWriter Writer(Stream stream, int size) => TextWriter.Synchronized(
        new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Math.Max(size, 256)) { AutoFlush = size == 0 });
}

using System.Globalization;
using System.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Context;

/// <summary>
/// Where a command writes. Whatever an experiment, a store or a file says is shown and not obeyed: control characters become visible
/// escapes here, for every command. A call of WriteLine is one line; a break within it is some text's own, and is escaped as well.
/// </summary>
/// <param name="raw">Where the text goes.</param>
/// <param name="isTerminal">Whether a person looks at it.</param>
/// <param name="stream">Where that writer writes, for bytes that are no text; null: it takes them as text.</param>
internal sealed class OutputWriter(TextWriter raw, bool isTerminal = false, Stream? stream = null) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>The same without escapes, for colours of our own and for data whose format escapes by itself.</summary>
    public TextWriter Raw => raw;

    /// <summary>Whether a person looks at it.</summary>
    public bool IsTerminal => isTerminal;

    /// <inheritdoc/>
    public override Encoding Encoding => raw.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => raw.Write(Printable.Lines(value ?? ""));

    /// <summary>Writes bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (stream is null)
        {
            raw.Write(Encoding.UTF8.GetString(bytes));
            return;
        }
        raw.Flush();
        stream.Write(bytes);
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => raw.WriteLine(Printable.Line(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine() => raw.WriteLine();

    /// <inheritdoc/>
    public override void Flush() => raw.Flush();
}

using System.Globalization;
using System.Text;

namespace Goalkeeper.Report;

/// <summary>One file of a report. Who calls decides where it goes.</summary>
/// <param name="Name">Its name within the report's folder, such as report.md.</param>
/// <param name="Write">Writes its bytes; text is UTF-8 with line ends \n.</param>
public sealed record ReportFile(string Name, Action<Stream> Write)
{
    /// <summary>A file of text.</summary>
    public static ReportFile OfText(string name, Action<TextWriter> write) => new(name, stream =>
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(writer);
        stream.Write(Encoding.UTF8.GetBytes(writer.ToString()));
    });
}

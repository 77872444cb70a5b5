using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace Goalkeeper.Report.Drawing;

/// <summary>The one font of all pictures, shipped, so that they are the same on a machine with other fonts or with none.</summary>
internal sealed class Inter : IFontResolver
{
    private readonly SKTypeface _regular;
    private readonly SKTypeface _semiBold;

    private Inter()
    {
        var faces = Faces();
        (_regular, _semiBold) = (faces["/Assets/Inter-Regular.ttf"], faces["/Assets/Inter-SemiBold.ttf"]);
    }

    public static Inter Font { get; } = new();

    /// <summary>Makes it the font that ScottPlot draws with.</summary>
    public static void Install()
    {
        if (Fonts.FontResolvers.Contains(Font)) return;
        Fonts.FontResolvers.Insert(0, Font);
        Fonts.Default = nameof(Inter);
    }

    /// <summary>How long a text is, in pixels.</summary>
    public float Width(string text, float size = 12, bool bold = false)
    {
        using var font = new SKFont(bold ? _semiBold : _regular, size) { Subpixel = true, Hinting = SKFontHinting.Slight }; // as ScottPlot
        return font.MeasureText(text);
    }

    /// <summary>Whether it has a character.</summary>
    public bool Has(int codePoint) => _regular.GetGlyph(codePoint) != 0 && _semiBold.GetGlyph(codePoint) != 0;

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    /// <inheritdoc/>
    public SKTypeface CreateTypeface(string fontName, bool bold, bool italic) => bold ? _semiBold : _regular;

    /// <summary>The faces in Avalonia.Fonts.Inter, whose one resource is an index (version, count; path, offset, size) and then its files.</summary>
    private static Dictionary<string, SKTypeface> Faces()
    {
        using var package = typeof(Inter).Assembly.GetManifestResourceStream("Goalkeeper.Report.Inter")!;
        var assembly = new byte[package.Length];
        package.ReadExactly(assembly);
        using var stream = Assembly.Load(assembly).GetManifestResourceStream("!AvaloniaResources")!;
        using var reader = new BinaryReader(stream);
        var start = reader.ReadInt32() + sizeof(int);
        reader.ReadInt32();
        var files = new (string Name, int Offset, int Size)[reader.ReadInt32()];
        for (var i = 0; i < files.Length; i++) files[i] = (reader.ReadString(), reader.ReadInt32(), reader.ReadInt32());
        var faces = new Dictionary<string, SKTypeface>();
        foreach (var (name, offset, size) in files.Where(f => f.Name.EndsWith(".ttf", StringComparison.Ordinal)))
        {
            stream.Position = start + offset;
            using var data = SKData.CreateCopy(reader.ReadBytes(size));
            faces[name] = SKTypeface.FromData(data);
        }
        return faces;
    }
}

/** What a file is, by its content; and the name under which it is shown. */
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { shownFileName } from '../../../core/files/file.ts'
import { fileTypeOf } from '../../../core/files/file-type.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const zipped = (...names: string[]) =>
  zipSync(Object.fromEntries(names.map((name) => [name, bytes('x')])))

describe('the type of a file', () => {
  it('is told by its content', () => {
    expect(fileTypeOf(bytes('\xff\xd8\xff\xe0'))).toBe('jpeg')
    expect(fileTypeOf(bytes('\x89PNG\r\n\x1a\n'))).toBe('png')
    expect(fileTypeOf(bytes('RIFF\x00\x00\x00\x00WEBPVP8 '))).toBe('webp')
    expect(fileTypeOf(bytes('%PDF-1.7'))).toBe('pdf')
    expect(fileTypeOf(Buffer.from('\ufeff<?xml version="1.0"?><EInvoice/>'))).toBe('xml')
    expect(fileTypeOf(bytes('<EInvoice/>'))).toBe('xml')
    expect(fileTypeOf(zipped('OFD.xml', 'Doc_0/Document.xml'))).toBe('ofd')
    expect(fileTypeOf(zipped('[Content_Types].xml', 'xl/workbook.xml'))).toBe('xlsx')
    expect(fileTypeOf(zipped('[Content_Types].xml', 'word/document.xml'))).toBe('docx')
    expect(fileTypeOf(zipped('[Content_Types].xml', 'ppt/presentation.xml'))).toBe('pptx')
    expect(fileTypeOf(zipped('a.txt', 'folder/b.txt'))).toBe('zip')
  })

  it('is none for what is not taken', () => {
    const none = [
      ...['', 'text', 'MZ', '\x7fELF', 'GIF89a', '#!/bin/sh', '\xd0\xcf\x11\xe0', 'PK\x03\x04'],
      ...['RIFF\x00\x00\x00\x00WAVE', '<!DOCTYPE html><p>', '<html><p>', '<svg onload="x"/>'],
      ...['<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>', '<?xml version="1.0"?><svg/>'],
    ]
    for (const content of none) expect(fileTypeOf(bytes(content)), content).toBeUndefined()
    expect(fileTypeOf(zipped('../../x'))).toBeUndefined()
    expect(fileTypeOf(zipped('/etc/x'))).toBeUndefined()
    expect(fileTypeOf(zipped('[Content_Types].xml', 'xl/vbaProject.bin'))).toBeUndefined()
  })

  it('never throws, whatever the bytes', () => {
    const start = fc.constantFrom('', 'PK\x03\x04', '<', '%PDF-', 'RIFF')
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.boolean(), (begins, rest, ends) => {
        const end = ends ? bytes('PK\x05\x06').toString('latin1') + '\xff'.repeat(18) : ''
        fileTypeOf(Buffer.concat([bytes(begins), rest, bytes(end)]))
      }),
    )
    const whole = Buffer.from(zipped('a', 'b', 'c'))
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = Buffer.from(whole)
        broken[at] = value
        fileTypeOf(broken)
        fileTypeOf(broken.subarray(0, at))
      }),
    )
  })
})

describe('the name of a file as it is shown', () => {
  it('ends as its content does, and obeys nobody', () => {
    expect(shownFileName('收据.JPG', 'jpeg')).toBe('收据.jpeg')
    expect(shownFileName('../../etc/passwd', 'pdf')).toBe('passwd.pdf')
    expect(shownFileName('C:\\x\\报销.exe', 'png')).toBe('报销.png')
    expect(shownFileName('', 'zip')).toBe('file.zip')
    expect(shownFileName('a"; filename=b\r\nX: y.pdf', 'pdf')).toBe('a filename=bX y.pdf')
    expect(shownFileName('gnp.\u202eexe', 'png')).toBe('gnp.png')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (sent) => {
        const name = shownFileName(sent, 'pdf')
        expect(name).toMatch(/^[^\u0000-\u001f/\\"]+\.pdf$/u)
        expect(() => encodeURIComponent(name)).not.toThrow()
      }),
    )
  })
})

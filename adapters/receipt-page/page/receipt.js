/** 打印按钮：页面上唯一的动作。 */
document.getElementById('print')?.addEventListener('click', () => window.print())
